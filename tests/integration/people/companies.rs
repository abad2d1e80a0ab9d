//! In `messenger` people know those of their own company alone.

use reqwest::Method;
use serde_json::json;

use super::{
    MESSENGER, Town, assert_refused, block, campus_private, conversation, messenger_direct,
    messenger_group,
};
use crate::support::Person;

impl Town {
    async fn employ(&self, person: &Person, company: &str) {
        let id = person.id;
        let sql = format!("UPDATE users SET company_id = {company} WHERE id = {id}");
        self.database.execute(&sql).await;
    }
}

#[tokio::test]
async fn people_of_another_company_are_unknown_in_messenger() {
    let town = Town::new().await;
    let free = town.database.person("member").await;
    let other_free = town.database.person("member").await;
    town.employ(&town.ann, "1").await;
    town.employ(&town.bob, "1").await;
    town.employ(&town.eve, "2").await;
    let (ann, bob, eve, free_client) = (
        town.as_(&town.ann),
        town.as_(&town.bob),
        town.as_(&town.eve),
        town.as_(&free),
    );
    for (who, whom) in [
        (&ann, &town.eve),
        (&eve, &town.bob),
        (&ann, &free),
        (&free_client, &town.ann),
    ] {
        let refused = messenger_direct(who, whom.id).await;
        assert_refused(&refused, 400, "user_not_found");
        let refused = block(who, Method::POST, MESSENGER, whom.id).await;
        assert_refused(&refused, 400, "user_not_found");
    }
    let refused = messenger_group(&ann, &[town.bob.id, town.eve.id]).await;
    assert_refused(&refused, 400, "user_not_found");
    // Elsewhere companies mean nothing.
    campus_private(&ann, town.eve.id).await.expect(201);

    let chat = conversation(messenger_direct(&ann, town.bob.id).await);
    conversation(messenger_direct(&free_client, other_free.id).await);
    // Nor is who has changed the company written to in a conversation from before.
    town.employ(&town.ann, "2").await;
    let again = json!({ "participantId": town.ann.id, "message": "?" });
    let path = format!("{MESSENGER}/conversations");
    assert_refused(&bob.post(&path, &again).await, 400, "user_not_found");
    let mut socket = crate::support::SocketIo::open(&town.replica.url, &town.bob.token).await;
    let message = json!({ "conversationId": chat, "content": "?" });
    let refused = socket.call("send_message", &message).await;
    assert_eq!(refused["error"]["code"], "user_not_found", "{refused}");
}

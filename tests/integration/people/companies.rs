//! In `messenger` users can contact only users of their own company.

use reqwest::Method;
use serde_json::json;

use super::{
    AllRealmsFixture, MESSENGER, assert_refused, block, campus_private, conversation,
    messenger_direct, messenger_group,
};
use crate::support::Person;

impl AllRealmsFixture {
    async fn set_company(&self, person: &Person, company: &str) {
        let id = person.id;
        let sql = format!("UPDATE users SET company_id = {company} WHERE id = {id}");
        self.database.execute(&sql).await;
    }
}

#[tokio::test]
async fn users_of_another_company_are_unknown_in_messenger() {
    let fixture = AllRealmsFixture::new().await;
    let free = fixture.database.person("member").await;
    let other_free = fixture.database.person("member").await;
    fixture.set_company(&fixture.ann, "1").await;
    fixture.set_company(&fixture.bob, "1").await;
    fixture.set_company(&fixture.eve, "2").await;
    let (ann, bob, eve, free_client) = (
        fixture.client(&fixture.ann),
        fixture.client(&fixture.bob),
        fixture.client(&fixture.eve),
        fixture.client(&free),
    );
    for (caller, target) in [
        (&ann, &fixture.eve),
        (&eve, &fixture.bob),
        (&ann, &free),
        (&free_client, &fixture.ann),
    ] {
        let refused = messenger_direct(caller, target.id).await;
        assert_refused(&refused, 400, "user_not_found");
        let refused = block(caller, Method::POST, MESSENGER, target.id).await;
        assert_refused(&refused, 400, "user_not_found");
    }
    let refused = messenger_group(&ann, &[fixture.bob.id, fixture.eve.id]).await;
    assert_refused(&refused, 400, "user_not_found");
    // Other realms ignore companies.
    campus_private(&ann, fixture.eve.id).await.expect(201);

    let chat = conversation(messenger_direct(&ann, fixture.bob.id).await);
    conversation(messenger_direct(&free_client, other_free.id).await);
    // After a change of company, sends to an existing conversation are refused.
    fixture.set_company(&fixture.ann, "2").await;
    let again = json!({ "participantId": fixture.ann.id, "message": "?" });
    let path = format!("{MESSENGER}/conversations");
    assert_refused(&bob.post(&path, &again).await, 400, "user_not_found");
    let mut socket = crate::support::SocketIo::open(&fixture.replica.url, &fixture.bob.token).await;
    let message = json!({ "conversationId": chat, "content": "?" });
    let refused = socket.call("send_message", &message).await;
    assert_eq!(refused["error"]["code"], "user_not_found", "{refused}");
}

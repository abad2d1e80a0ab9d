//! People of all companies can contact each other, unless the policy of a realm splits companies.

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
async fn people_of_all_companies_write_to_each_other() {
    let fixture = AllRealmsFixture::new().await;
    fixture.set_company(&fixture.ann, "1").await;
    fixture.set_company(&fixture.eve, "2").await;
    let (ann, eve) = (fixture.client(&fixture.ann), fixture.client(&fixture.eve));
    let chat = conversation(messenger_direct(&ann, fixture.eve.id).await);
    conversation(messenger_group(&eve, &[fixture.bob.id, fixture.ann.id]).await);
    let mut socket = crate::support::SocketIo::open(&fixture.replica.url, &fixture.eve.token).await;
    let message = json!({ "conversationId": chat, "content": "!" });
    let sent = socket.call("send_message", &message).await;
    assert_eq!(sent["success"], true, "{sent}");
    let found = ann.get("/v1/messenger/users").await.expect(200);
    let found = found["users"].as_array().expect("a list");
    assert!(found.iter().any(|user| user["id"] == fixture.eve.id));
}

#[tokio::test]
async fn users_of_another_company_are_unknown_where_companies_are_split() {
    let fixture = AllRealmsFixture::new().await;
    fixture.database.split_companies().await;
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

//! What the document says of the realm `direct`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::types::printed_of;
use super::{Checker, document};
use crate::support::{Client, Opening, Replica, TestDatabase};

/// The contract's routes (direct.md).
const ROUTES: &[&str] = &[
    "DELETE /api/v1/chat/users/{user_id}/block",
    "GET /api/v1/chat/conversations",
    "GET /api/v1/chat/conversations/{id}/messages",
    "GET /api/v1/chat/presence/{user_id}",
    "GET /api/v1/ws",
    "POST /api/v1/chat/conversations/{id}/read",
    "POST /api/v1/chat/direct/{user_id}/send",
    "POST /api/v1/chat/users/{user_id}/block",
];

#[tokio::test]
async fn the_document_of_one_realm_lists_exactly_its_routes() {
    let document: Value = serde_json::from_str(&printed_of("direct").await).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let listed: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an item has methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .filter(|route| route.contains("/api/"))
        .collect();
    let expected: BTreeSet<String> = ROUTES.iter().map(|route| (*route).to_owned()).collect();
    assert_eq!(listed, expected);
}

/// Blocks somebody, and unblocks them.
async fn check_blocking(checker: &mut Checker, client: &Client, user_id: i64) {
    let path = format!("/api/v1/chat/users/{user_id}/block");
    let blocked = client.post(&path, &Value::Null).await;
    checker.check("POST /api/v1/chat/users/{user_id}/block", &blocked);
    let unblocked = client.delete(&path).await;
    checker.check("DELETE /api/v1/chat/users/{user_id}/block", &unblocked);
}

#[tokio::test]
async fn real_answers_and_frames_are_as_documented() {
    let database = TestDatabase::new().await;
    let (anna, boris) = (
        database.person("member").await,
        database.person("member").await,
    );
    let replica = Replica::spawn_with(&database, &[("REALMS", "direct")]).await;
    let (document, client) = (document(&replica).await, replica.client(&anna));
    let mut checker = Checker {
        document,
        checked: BTreeSet::new(),
    };
    let mut socket = replica.socket(&anna, "/api/v1/ws").open().await;

    let send = format!("/api/v1/chat/direct/{}/send", boris.id);
    let body = json!({ "body": "Привет!", "client_id": uuid::Uuid::new_v4() });
    let mut message = Value::Null;
    for (body, status) in [(&body, 201), (&body, 200), (&json!({}), 400)] {
        let answer = client.post(&send, body).await;
        assert_eq!(answer.status, status);
        checker.check("POST /api/v1/chat/direct/{user_id}/send", &answer);
        if status == 200 {
            message = answer.body["message"].clone();
        }
    }
    let id = message["conversation_id"].as_str().expect("an id");
    let list = "/api/v1/chat/conversations";
    let presence = format!("/api/v1/chat/presence/{}", boris.id);
    checker.get(&client, list, list).await;
    let route = "/api/v1/chat/conversations/{id}/messages";
    let path = format!("{list}/{id}/messages");
    checker.get(&client, route, &path).await;
    let route = "/api/v1/chat/presence/{user_id}";
    checker.get(&client, route, &presence).await;
    checker.get(&client, route, "/api/v1/chat/presence/0").await;
    checker.get(&replica.stranger(), list, list).await;
    let read = client.post(&format!("{list}/{id}/read"), &json!({})).await;
    checker.check("POST /api/v1/chat/conversations/{id}/read", &read);
    check_blocking(&mut checker, &client, boris.id).await;
    let refused = Opening::at(&replica.url, "/api/v1/ws").refused().await;
    checker.check("GET /api/v1/ws", &refused);
    let plain = client.get("/api/v1/ws").await;
    assert_eq!(plain.status, 426);
    checker.check("GET /api/v1/ws", &plain);

    let frame = checker.document["components"]["schemas"]["DirectServerFrame"].clone();
    let mut boris = replica.socket(&boris, "/api/v1/ws").open().await;
    checker.validate("presence", &frame, &boris.next_of("presence").await);
    let typing = json!({ "conversation_id": id, "is_typing": true });
    socket
        .send(&json!({ "type": "typing", "data": typing }))
        .await;
    checker.validate("typing", &frame, &boris.next_of("typing").await);
    boris
        .send(&json!({ "type": "read", "data": { "conversation_id": id } }))
        .await;
    checker.validate("read", &frame, &boris.next_of("read").await);
    checker.validate("message", &frame, &socket.next_of("message").await);
    socket.send_text("{").await;
    checker.validate("error", &frame, &socket.next_of("error").await);

    let expected = ROUTES.iter().map(|route| (*route).to_owned());
    assert_eq!(checker.checked, expected.collect());
}

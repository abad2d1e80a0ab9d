//! Groups of the school are unknown to the routes of its older contract, also to their members; admins see them.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use vestnik::app::openapi;
use vestnik::contracts::school;

use super::NativeFixture;
use crate::support::openapi::operations;
use crate::support::{Answer, Client};

/// Every operation of the older contract on a chat or a message, with queries and bodies; `$chat` and
/// `$message` are ids.
const REQUESTS: &[(&str, &str, &str)] = &[
    ("GET /api/chats/{chat_id}/messages", "", ""),
    ("GET /api/chats/{chat_id}/messages", "?visit=false", ""),
    (
        "GET /api/chats/{chat_id}/messages",
        "?before_id=$message",
        "",
    ),
    ("GET /api/chats/{chat_id}/messages", "?after_id=0", ""),
    (
        "GET /api/chats/{chat_id}/messages",
        "?include_deleted=true",
        "",
    ),
    ("POST /api/chats/{chat_id}/read", "", "{}"),
    (
        "POST /api/chats/{chat_id}/read",
        "",
        r#"{"up_to_id":$message}"#,
    ),
    (
        "POST /api/chats/{chat_id}/typing",
        "",
        r#"{"is_typing":true}"#,
    ),
    (
        "POST /api/messages",
        "",
        r#"{"chat_id":$chat,"content":"text"}"#,
    ),
    ("DELETE /api/messages/{message_id}", "", ""),
];

/// The answer to a request about a chat and a message.
async fn answer(client: &Client, request: (&str, &str, &str), chat: i64, message: i64) -> Answer {
    let (operation, query, body) = request;
    let (method, path) = operation.split_once(' ').expect("a method and a path");
    let path = format!("{path}{query}").replace("$message", &message.to_string());
    let path = path.replace("{chat_id}", &chat.to_string());
    let path = path.replace("{message_id}", &message.to_string());
    let method: Method = method.parse().expect("a method");
    let mut sent = client.request(method, &path);
    if !body.is_empty() {
        let body = body.replace("$chat", &chat.to_string());
        let body: Value = serde_json::from_str(&body.replace("$message", &message.to_string()))
            .expect("bodies are JSON");
        sent = sent.json(&body);
    }
    client.send(sent).await
}

#[test]
fn every_operation_on_a_chat_is_requested() {
    let document = openapi(&[school::REALM]);
    let document = serde_json::from_str(&document).expect("the document is JSON");
    let about_chats = operations(&document)
        .into_iter()
        .filter(|operation| operation.contains("{chat_id}") || operation.contains("/api/messages"));
    let requested = REQUESTS
        .iter()
        .map(|(operation, ..)| (*operation).to_owned());
    assert_eq!(
        requested.collect::<BTreeSet<String>>(),
        about_chats.collect::<BTreeSet<String>>()
    );
}

#[tokio::test]
async fn older_routes_answer_for_a_class_as_for_an_unknown_chat() {
    const UNKNOWN: i64 = 987_654_321;
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    for maker in [teacher, &fixture.admin] {
        let class = fixture.class(maker, student).await;
        let message = class.send(&class.other, "secret").await;
        // The permission to type is remembered, for both contracts.
        let typing = json!({ "typing": true });
        let typed = class.other.post(&class.chat("/typing"), &typing).await;
        typed.expect(204);
        let head = fixture.database.head().await;
        let maker = (maker.id != fixture.admin.id).then_some(&class.one);
        for client in maker.into_iter().chain([&class.other, &class.stranger]) {
            for request in REQUESTS {
                let unknown = answer(client, *request, UNKNOWN, UNKNOWN).await;
                // Again, because the server remembers which chats are groups.
                for _ in 0..2 {
                    let hidden = answer(client, *request, class.chat_id, message).await;
                    let expected = (unknown.status, unknown.code());
                    assert_eq!((hidden.status, hidden.code()), expected, "{request:?}");
                    assert!([403, 404].contains(&hidden.status), "{request:?}");
                }
            }
        }
        assert_eq!(fixture.database.head().await, head, "nothing was appended");
    }
    // The chat of the lesson is there.
    for request in &REQUESTS[..1] {
        let client = fixture.client(student);
        let shown = answer(&client, *request, fixture.pair.chat_id, 0).await;
        assert_eq!(shown.status, 200);
    }
}

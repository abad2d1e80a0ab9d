//! Permissions: every operation of the realm, every kind of caller.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::realms::campus;

use super::{API, CampusFixture, assert_refused, id, remove, send_message};
use crate::support::access_matrix::{AccessMatrix, is_problem, row};

/// The callers have no token, are outside of the group, were removed from it, are members (the
/// message's author), created it. The creator comes last: a conversation is deleted once.
#[expect(clippy::too_many_lines, reason = "a row for each operation")]
fn matrix(campus: &CampusFixture, group: &str, message: &str) -> AccessMatrix<5> {
    let members = [401, 403, 403, 200, 200];
    let sent = [401, 403, 403, 201, 201];
    let done = [401, 403, 403, 204, 204];
    let of_creator = [401, 403, 403, 403, 204];
    let new = json!({ "conversation_id": group, "text": "t" });
    let reply = json!({ "conversation_id": group, "text": "t", "reply_to": message });
    let newcomer = json!({ "user_id": campus.eve.id });
    let participants = "DELETE /conversations/{id=group}/participants/{user_id=newcomer}";
    let none = Value::Null;
    let rows = vec![
        row(
            "GET /conversations/",
            none.clone(),
            [401, 200, 200, 200, 200],
        ),
        row(
            "POST /conversations/",
            json!({ "type": "private", "participant_ids": [987_654_321] }),
            [401, 400, 400, 400, 400],
        ),
        row("GET /conversations/{id=group}", none.clone(), members),
        row("GET /messages/{id=group}", none.clone(), members),
        row("GET /messages/{id=group}", none.clone(), members).query(format!("?before={message}")),
        row("POST /messages/", new, sent),
        row("POST /messages/", reply, sent),
        row("POST /conversations/{id=group}/read", none.clone(), done),
        row(
            "PUT /messages/{id=message}",
            json!({ "text": "u" }),
            [401, 403, 403, 200, 403],
        ),
        row(
            "POST /conversations/{id=group}/participants/",
            newcomer,
            [401, 403, 403, 403, 201],
        ),
        row(participants, none.clone(), of_creator),
        row(
            "GET /ws/conversations/{conversation_id=group}/",
            none.clone(),
            [401, 403, 403, 426, 426],
        ),
        row(
            "POST /users/{user_id=unknown}/block",
            none.clone(),
            [401, 400, 400, 400, 400],
        ),
        row(
            "DELETE /users/{user_id=unknown}/block",
            none.clone(),
            [401, 400, 400, 400, 400],
        ),
        row(
            "DELETE /messages/{id=message}",
            none.clone(),
            [401, 403, 403, 204, 404],
        ),
        row("DELETE /conversations/{id=group}", none, of_creator),
    ];
    AccessMatrix {
        prefix: API,
        callers: [
            "an anonymous client",
            "an outsider",
            "a former member",
            "a member",
            "the creator",
        ],
        rows,
        targets: vec![
            ("group", group.to_owned()),
            ("message", message.to_owned()),
            ("newcomer", campus.eve.id.to_string()),
            ("unknown", "987654321".to_owned()),
        ],
        is_refusal: is_problem,
    }
}

/// Requests a group and a message that do not exist in the creator's realm.
async fn assert_absent(campus: &CampusFixture, group: &str, message: &str, status: u16) {
    let matrix = matrix(campus, group, message);
    let names_one =
        |operation: &str| operation.contains("=group") || operation.contains("=message");
    let expected = |operation: &str| {
        (names_one(operation) || operation == "POST /messages/").then_some(status)
    };
    matrix
        .assert_answers("the creator", &campus.ann(), expected)
        .await;
}

#[tokio::test]
async fn campus_operations_answer_each_role_as_documented() {
    let campus = CampusFixture::new().await;
    let former = campus.database.person("member").await;
    let group = campus.group(&[&campus.bob, &former]).await;
    remove(&campus.ann(), &group, &former).await.expect(204);
    let message = id(&send_message(&campus.bob(), &group, "bob's").await);
    let callers = [
        campus.replica.anonymous_client(),
        campus.other_replica.client(&campus.stranger),
        campus.replica.client(&former),
        campus.bob(),
        campus.ann(),
    ];
    let matrix = matrix(&campus, &group, &message);
    matrix.assert_complete(campus::REALM, &[]);
    matrix.assert_holds(|caller| callers[caller].clone()).await;
}

#[tokio::test]
async fn campus_unknown_ids_are_404_and_malformed_ids_400() {
    let campus = CampusFixture::new().await;
    let unknown = || Uuid::now_v7().to_string();
    assert_absent(&campus, &unknown(), &unknown(), 404).await;
    assert_absent(&campus, "7", "x", 400).await;
}

#[tokio::test]
async fn campus_does_not_find_conversations_of_other_realms() {
    let campus = CampusFixture::new().await;
    let chat_id = campus
        .database
        .complete_lesson(&campus.ann, &campus.bob)
        .await;
    let school_says = campus.ann().send_message(chat_id, "in school").await;
    let direct = format!("/api/v1/chat/direct/{}/send", campus.bob.id);
    let sent = campus
        .ann()
        .post(&direct, &json!({ "body": "direct" }))
        .await;
    let sent = sent.expect(201);
    let uuid = async |sql: String| {
        let row = campus.database.client().await.query_one(&sql, &[]).await;
        row.expect("a row").get::<_, Uuid>(0).to_string()
    };
    let named = |position: i64| format!("SELECT event_id FROM events WHERE position = {position}");
    let foreign = [
        (uuid(named(chat_id)).await, uuid(named(school_says)).await),
        (
            sent["message"]["conversation_id"]
                .as_str()
                .unwrap()
                .to_owned(),
            id(&sent["message"]),
        ),
    ];
    for (group, message) in &foreign {
        assert_absent(&campus, group, message, 404).await;
    }
    // The same two users have one conversation in each realm.
    let own = campus.private().await;
    assert!(foreign.iter().all(|(group, _)| *group != own));
    for (_, message) in &foreign {
        let body = json!({ "conversation_id": own, "text": "t", "reply_to": message });
        let answer = campus.ann().post(&format!("{API}/messages/"), &body).await;
        assert_refused(&answer, 400, "reply_not_found");
    }

    let there = send_message(&campus.ann(), &own, "on campus").await;
    let history = format!("/api/v1/chat/conversations/{own}/messages");
    assert_eq!(campus.ann().get(&history).await.status, 404);
    let id_of = |uuid: &str| format!("SELECT position FROM events WHERE event_id = '{uuid}'");
    let number = campus.database.number(&id_of(&own)).await;
    let message = campus.database.number(&id_of(&id(&there))).await;
    let history = format!("/api/chats/{number}/messages");
    assert_eq!(campus.ann().get(&history).await.status, 403);
    let path = format!("/api/messages/{message}");
    assert_eq!(campus.ann().delete(&path).await.status, 404);
}

#[tokio::test]
async fn campus_bodies_must_be_bounded_json() {
    let campus = CampusFixture::new().await;
    let ann = campus.ann();
    let path = format!("{API}/messages/");
    let plain = ann.request(Method::POST, &path).body("{}");
    assert_refused(&ann.send(plain).await, 415, "unsupported_media_type");
    let long = json!({ "conversation_id": Uuid::nil(), "text": "a".repeat(300_000) });
    assert_refused(&ann.post(&path, &long).await, 413, "body_too_large");
    let broken = ann
        .request(Method::POST, &path)
        .header("content-type", "application/json")
        .body("{");
    assert_refused(&ann.send(broken).await, 400, "invalid_body");
}

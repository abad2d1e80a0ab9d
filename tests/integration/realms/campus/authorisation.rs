//! Who may do what: every operation that names something, every kind of caller.

use std::fmt;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{API, Campus, assert_refused, id, remove, say};
use crate::support::{Answer, Client};

/// An operation, and what those get who: have no token; are a stranger; were in the group
/// and are out; are in it; are its creator, who wrote nothing.
struct Row {
    operation: &'static str,
    body: Value,
    expected: [u16; 5],
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)
    }
}

/// A group with somebody's message in it.
struct Places {
    group: String,
    message: String,
}

impl Places {
    /// In this order each row can still be asked by everyone.
    fn table(&self, newcomer: i64) -> Vec<Row> {
        let row = |operation, body, expected| Row {
            operation,
            body,
            expected,
        };
        let message = json!({ "conversation_id": self.group, "text": "t" });
        let answer = json!({
            "conversation_id": self.group, "text": "t", "reply_to": self.message,
        });
        let text = json!({ "text": "u" });
        let added = json!({ "user_id": newcomer });
        vec![
            row(
                "GET /conversations/{g}",
                Value::Null,
                [401, 403, 403, 200, 200],
            ),
            row("GET /messages/{g}", Value::Null, [401, 403, 403, 200, 200]),
            row(
                "GET /messages/{g}?before={m}",
                Value::Null,
                [401, 403, 403, 200, 200],
            ),
            row("POST /messages/", message, [401, 403, 403, 201, 201]),
            row("POST /messages/", answer, [401, 403, 403, 201, 201]),
            row(
                "POST /conversations/{g}/read",
                Value::Null,
                [401, 403, 403, 204, 204],
            ),
            row("PUT /messages/{m}", text, [401, 403, 403, 200, 403]),
            row(
                "POST /conversations/{g}/participants/",
                added,
                [401, 403, 403, 403, 201],
            ),
            row(
                "DELETE /conversations/{g}/participants/{new}",
                Value::Null,
                [401, 403, 403, 403, 204],
            ),
            row(
                "GET /ws/conversations/{g}/",
                Value::Null,
                [401, 403, 403, 426, 426],
            ),
            row(
                "DELETE /messages/{m}",
                Value::Null,
                [401, 403, 403, 204, 404],
            ),
            row(
                "DELETE /conversations/{g}",
                Value::Null,
                [401, 403, 403, 403, 204],
            ),
        ]
    }

    async fn ask(&self, client: &Client, row: &Row, newcomer: i64) -> Answer {
        let (method, path) = row.operation.split_once(' ').expect("METHOD path");
        let path = path
            .replace("{g}", &self.group)
            .replace("{m}", &self.message)
            .replace("{new}", &newcomer.to_string());
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = client.request(method, &format!("{API}{path}"));
        let request = if row.body.is_null() {
            request
        } else {
            request.json(&row.body)
        };
        client.send(request).await
    }
}

#[tokio::test]
async fn every_operation_is_for_those_the_contract_names() {
    let campus = Campus::new().await;
    let former = campus.database.person("member").await;
    let group = campus.group(&[&campus.bob, &former]).await;
    remove(&campus.ann(), &group, &former).await.expect(204);
    let message = id(&say(&campus.bob(), &group, "bob's").await);
    let places = Places { group, message };
    let newcomer = campus.eve.id;
    // On both replicas, the creator last: a conversation is deleted once.
    let callers = [
        ("nobody", campus.here.stranger()),
        ("a stranger", campus.there.client(&campus.stranger)),
        ("a former member", campus.here.client(&former)),
        ("a member", campus.bob()),
        ("the creator", campus.ann()),
    ];
    let mut wrong = Vec::new();
    for row in places.table(newcomer) {
        for ((caller, client), expected) in callers.iter().zip(row.expected) {
            let answer = places.ask(client, &row, newcomer).await;
            if answer.status != expected {
                let (status, code) = (answer.status, answer.code());
                wrong.push(format!(
                    "{row} by {caller}: {status} {code}, not {expected}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn what_does_not_exist_is_not_there_for_anybody() {
    let campus = Campus::new().await;
    let nowhere = Places {
        group: Uuid::now_v7().to_string(),
        message: Uuid::now_v7().to_string(),
    };
    for row in nowhere.table(campus.eve.id) {
        let answer = nowhere.ask(&campus.ann(), &row, campus.eve.id).await;
        assert_eq!(answer.status, 404, "{row}: {}", answer.body);
    }
    let malformed = Places {
        group: "7".into(),
        message: "x".into(),
    };
    for row in malformed.table(campus.eve.id) {
        let answer = malformed.ask(&campus.ann(), &row, campus.eve.id).await;
        assert_eq!(answer.status, 400, "{row}: {}", answer.body);
    }
}

#[tokio::test]
async fn other_realms_conversations_are_not_there() {
    let campus = Campus::new().await;
    let chat_id = campus
        .database
        .complete_lesson(&campus.ann, &campus.bob)
        .await;
    let school_says = campus.ann().say(chat_id, "in school").await;
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
    let foreign = [
        Places {
            group: uuid(format!(
                "SELECT event_id FROM events WHERE position = {chat_id}"
            ))
            .await,
            message: uuid(format!(
                "SELECT event_id FROM events WHERE position = {school_says}"
            ))
            .await,
        },
        Places {
            group: sent["message"]["conversation_id"]
                .as_str()
                .unwrap()
                .to_owned(),
            message: id(&sent["message"]),
        },
    ];
    for places in &foreign {
        for row in places.table(campus.eve.id) {
            let answer = places.ask(&campus.ann(), &row, campus.eve.id).await;
            assert_eq!(answer.status, 404, "{row}: {}", answer.body);
        }
    }
    // A pair's conversation in another realm is another one.
    let own = campus.private().await;
    assert!(foreign.iter().all(|places| places.group != own));
    for places in &foreign {
        let body = json!({ "conversation_id": own, "text": "t", "reply_to": places.message });
        let answer = campus.ann().post(&format!("{API}/messages/"), &body).await;
        assert_refused(&answer, 400, "reply_not_found");
    }

    let there = say(&campus.ann(), &own, "on campus").await;
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
async fn a_body_is_json_and_bounded() {
    let campus = Campus::new().await;
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

//! `POST /api/messages`: accepted texts and senders.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{SchoolFixture, assert_keys, assert_refused, texts};
use crate::support::{Answer, Client};

impl SchoolFixture {
    /// Sends as the teacher.
    async fn send(&self, content: &Value) -> Answer {
        let body = json!({ "chat_id": self.pair.chat_id, "content": content });
        self.teacher().post("/api/messages", &body).await
    }
}

#[tokio::test]
async fn send_returns_the_complete_message() {
    let school = SchoolFixture::new().await;
    // Unknown fields are ignored.
    let body = json!({
        "chat_id": school.pair.chat_id, "content": "Привет", "id": 1, "sender_id": 2,
    });
    let message = school.teacher().post("/api/messages", &body).await;
    let message = message.expect(201);

    assert_keys(
        &message,
        "id chat_id sender_id content is_deleted created_at",
    );
    assert_eq!(message["chat_id"], school.pair.chat_id);
    assert_eq!(message["sender_id"], school.pair.teacher.id);
    assert_eq!(message["content"], "Привет");
    assert_eq!(message["is_deleted"], false);
    let page = school.history(&school.student(), "").await.expect(200);
    assert_eq!(page["messages"], json!([message]));
}

#[tokio::test]
async fn text_is_stored_unchanged() {
    let school = SchoolFixture::new().await;
    let sent = [
        "  spaces around\t\n",
        "e\u{301} is not é",
        "👩‍👩‍👧 \u{202e}rtl",
        "\u{1}\u{7f}\u{feff}",
        r#"'; DROP TABLE messages; -- \ " <b>"#,
        "line\r\nline\u{2028}",
        "\u{200b}",
    ];
    for text in sent {
        let message = school.send(&json!(text)).await.expect(201);
        assert_eq!(message["content"], text);
    }
    let page = school.history(&school.student(), "").await.expect(200);
    assert_eq!(texts(&page), sent);
}

#[tokio::test]
async fn malformed_send_body_is_refused() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let post = |body: &'static [u8], kind: &'static str| {
        let request = teacher.request(Method::POST, "/api/messages").body(body);
        teacher.send(request.header("Content-Type", kind))
    };
    let json = "application/json";
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"{}",
        br#"{"content":"a"}"#,
        br#"{"chat_id":1,"content":null}"#,
        br#"{"chat_id":1,"content":1}"#,
        br#"{"chat_id":1,"content":["a"]}"#,
        br#"{"chat_id":1,"content":{"text":"a"}}"#,
        br#"{"chat_id":"1","content":"a"}"#,
        br#"{"chat_id":1.5,"content":"a"}"#,
        b"{\"chat_id\":1,\"content\":\"\xff\"}",
        br#"{"chat_id":1,"content":"\ud800"}"#,
    ] {
        let answer = post(body, json).await;
        assert_refused(&answer, 400, "invalid_body");
    }
    let large = school.send(&json!("a".repeat(256 * 1024))).await;
    assert_refused(&large, 413, "body_too_large");
    let body = br#"{"chat_id":987654321,"content":"a"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        let answer = post(body, kind).await;
        assert_refused(&answer, 415, "unsupported_media_type");
    }
    let answer = post(body, "Application/JSON; charset=utf-8").await;
    assert_refused(&answer, 403, "not_a_participant");
}

#[tokio::test]
async fn only_participants_can_send() {
    let school = SchoolFixture::new().await;
    let chat_id = school.pair.chat_id;
    for (caller, chat_id, code) in [
        (school.stranger(), chat_id, "not_a_participant"),
        (school.teacher(), 987_654_321, "not_a_participant"),
        (school.admin(), chat_id, "read_only_role"),
        (school.admin(), 987_654_321, "read_only_role"),
    ] {
        let body = json!({ "chat_id": chat_id, "content": "a" });
        let answer = caller.post("/api/messages", &body).await;
        assert_refused(&answer, 403, code);
    }
    school
        .database
        .remove_participant(chat_id, &school.pair.teacher)
        .await;
    assert_eq!(school.send(&json!("a")).await.code(), "not_a_participant");
    assert_eq!(school.events("message_sent").await, 0);
}

#[tokio::test]
async fn role_changes_apply_from_the_next_request() {
    let school = SchoolFixture::new().await;
    school.send(&json!("a")).await.expect(201);
    let id = school.pair.teacher.id;
    let sql = format!("UPDATE users SET role = 'admin' WHERE id = {id}");
    school.database.execute_and_fence(&sql, 1).await;

    let answer = school.send(&json!("b")).await;
    assert_refused(&answer, 403, "read_only_role");
}

#[tokio::test]
async fn key_is_scoped_to_one_sender_and_chat() {
    let school = SchoolFixture::new().await;
    let (teacher, chat_id) = (school.teacher(), school.pair.chat_id);
    let student = school.database.person("student").await;
    let other_chat = school
        .database
        .complete_lesson(&school.pair.teacher, &student)
        .await;
    let key = Uuid::now_v7();
    let send = async |sender: &Client, chat_id: i64, text: &str| {
        let body = json!({ "chat_id": chat_id, "content": text, "client_id": key });
        sender.post("/api/messages", &body).await
    };
    let sent = send(&teacher, chat_id, "a").await.expect(201);
    let others = send(&school.student(), chat_id, "b").await.expect(201);
    assert_ne!(sent["id"], others["id"]);
    let elsewhere = send(&teacher, other_chat, "c").await.expect(201);
    assert_eq!(elsewhere["chat_id"], other_chat);
    // A repeat returns the message in its current state.
    let path = format!("/api/messages/{}", sent["id"]);
    teacher.delete(&path).await.expect(200);
    let again = send(&teacher, chat_id, "a").await.expect(200);
    assert_eq!(again["id"], sent["id"]);
    assert_eq!(again["is_deleted"], true);
}

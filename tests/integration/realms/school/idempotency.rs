//! `client_id` and `Idempotency-Key`: a repeated request stores no second message.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{SchoolFixture, assert_keys};
use crate::support::{Answer, Client};

/// Sends with a key in the body, in the header, or in both.
async fn send(
    school: &SchoolFixture,
    sender: &Client,
    text: &str,
    in_body: Option<&str>,
    in_header: Option<&str>,
) -> Answer {
    let mut body = json!({ "chat_id": school.pair.chat_id, "content": text });
    if let Some(client_id) = in_body {
        body["client_id"] = json!(client_id);
    }
    let mut request = sender.request(Method::POST, "/api/messages").json(&body);
    if let Some(key) = in_header {
        request = request.header("Idempotency-Key", key);
    }
    sender.send(request).await
}

#[tokio::test]
async fn repeated_send_returns_the_stored_message_with_200() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let key = Uuid::now_v7().to_string();
    let upper = key.to_uppercase();

    let first = send(&school, &teacher, "a", Some(&key), None)
        .await
        .expect(201);
    assert_keys(
        &first,
        "id chat_id sender_id content is_deleted client_id created_at",
    );
    assert_eq!(first["client_id"], key.as_str());
    let head = school.database.head().await;
    for (in_body, in_header) in [
        (Some(key.as_str()), None),
        (None, Some(key.as_str())),
        (Some(&key), Some(&key)),
        (Some(&upper), None),
        (None, Some(&upper)),
    ] {
        let again = send(&school, &teacher, "a", in_body, in_header).await;
        assert_eq!(again.expect(200), first);
    }
    assert_eq!(school.database.head().await, head);
}

#[tokio::test]
async fn idempotency_key_header_becomes_the_client_id() {
    let school = SchoolFixture::new().await;
    let key = Uuid::now_v7().to_string();
    let sent = send(&school, &school.teacher(), "a", None, Some(&key))
        .await
        .expect(201);
    assert_eq!(sent["client_id"], key.as_str());

    let own = school.history(&school.teacher(), "").await.expect(200);
    assert_eq!(own["messages"], json!([sent]));
    for other in [school.student(), school.admin()] {
        let page = school.history(&other, "").await.expect(200);
        assert_eq!(page["messages"][0].get("client_id"), None);
    }
}

#[tokio::test]
async fn same_key_with_another_text_is_409() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let key = Uuid::now_v7().to_string();
    send(&school, &teacher, "a", Some(&key), None)
        .await
        .expect(201);
    for text in ["b", "A", "a ", " a"] {
        let answer = send(&school, &teacher, text, Some(&key), None).await;
        assert_eq!(
            (answer.status, answer.code()),
            (409, "idempotency_conflict"),
            "{text:?}"
        );
    }
    assert_eq!(school.events("message_sent").await, 1);
}

#[tokio::test]
async fn malformed_or_contradicting_key_is_400() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let (one, other) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    for (in_body, in_header, code) in [
        (Some("a"), None, "invalid_body"),
        (Some(""), None, "invalid_body"),
        (None, Some("a"), "invalid_client_id"),
        (None, Some(""), "invalid_client_id"),
        (
            Some(one.as_str()),
            Some(other.as_str()),
            "invalid_client_id",
        ),
        (Some(&one), Some("a"), "invalid_client_id"),
    ] {
        let answer = send(&school, &teacher, "a", in_body, in_header).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, code),
            "{in_body:?} {in_header:?}"
        );
    }
    let number = json!({ "chat_id": school.pair.chat_id, "content": "a", "client_id": 1 });
    assert_eq!(
        teacher.post("/api/messages", &number).await.code(),
        "invalid_body"
    );
    assert_eq!(school.events("message_sent").await, 0);
}

#[tokio::test]
async fn key_is_scoped_to_one_sender_and_chat() {
    let school = SchoolFixture::new().await;
    let key = Uuid::now_v7().to_string();
    let student = school.database.person("student").await;
    let other_chat = school
        .database
        .complete_lesson(&school.pair.teacher, &student)
        .await;

    let teachers = send(&school, &school.teacher(), "a", Some(&key), None)
        .await
        .expect(201);
    let students = send(&school, &school.student(), "b", Some(&key), None)
        .await
        .expect(201);
    assert_ne!(teachers["id"], students["id"]);
    let body = json!({ "chat_id": other_chat, "content": "c", "client_id": key });
    let elsewhere = school
        .teacher()
        .post("/api/messages", &body)
        .await
        .expect(201);
    assert_eq!(elsewhere["chat_id"], other_chat);
}

#[tokio::test]
async fn concurrent_sends_with_one_key_store_one_message() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let key = Uuid::now_v7().to_string();
    let sends = (0..20).map(|_| send(&school, &teacher, "a", Some(&key), None));
    let answers = join_all(sends).await;

    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 1);
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 200 | 201))
    );
    let first: &Value = &answers[0].body;
    assert!(answers.iter().all(|answer| answer.body == *first));
    assert_eq!(school.events("message_sent").await, 1);
}

#[tokio::test]
async fn repeat_of_a_deleted_message_returns_it_as_deleted() {
    let school = SchoolFixture::new().await;
    let teacher = school.teacher();
    let key = Uuid::now_v7().to_string();
    let sent = send(&school, &teacher, "a", Some(&key), None)
        .await
        .expect(201);
    teacher
        .delete(&format!("/api/messages/{}", sent["id"]))
        .await
        .expect(200);

    let again = send(&school, &teacher, "a", Some(&key), None)
        .await
        .expect(200);
    assert_eq!(
        (&again["id"], &again["is_deleted"]),
        (&sent["id"], &json!(true))
    );
    assert_eq!(school.events("message_sent").await, 1);
}

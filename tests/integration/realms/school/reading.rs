//! Read marks: which requests mark a chat read.

use reqwest::Method;
use serde_json::json;

use super::SchoolFixture;
use crate::support::Client;
use crate::support::assert_refused;

/// Marks the chat read without a body; returns the status.
async fn mark_all_read(school: &SchoolFixture, reader: &Client) -> u16 {
    let path = format!("/api/chats/{}/read", school.pair.chat_id);
    reader
        .send(reader.request(Method::POST, &path))
        .await
        .status
}

/// Marks the chat read with a body; returns the status.
async fn mark_read(school: &SchoolFixture, reader: &Client, body: serde_json::Value) -> u16 {
    let path = format!("/api/chats/{}/read", school.pair.chat_id);
    reader.post(&path, &body).await.status
}

#[tokio::test]
async fn fetching_the_newest_page_marks_the_chat_read() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3"]).await;
    let student = school.student();
    assert_eq!(school.unread(&student).await, 3);

    let before = format!("?before_id={}", sent[2] + 1);
    let after = format!("?after_id={}", sent[0]);
    for query in ["?visit=false", &before, &after, "?visit=false&limit=1"] {
        school.history(&student, query).await.expect(200);
        assert_eq!(school.unread(&student).await, 3, "{query}");
    }
    assert_eq!(school.events("chat_read").await, 0);

    school.history(&student, "?limit=1").await.expect(200);
    assert_eq!(school.unread(&student).await, 0);
    assert_eq!(school.events("chat_read").await, 1);
}

#[tokio::test]
async fn read_mark_affects_only_its_reader() {
    let school = SchoolFixture::new().await;
    let (teacher, student) = (school.teacher(), school.student());
    school.send_message(&["1"]).await;
    school.history(&school.admin(), "").await.expect(200);
    assert_eq!(school.unread(&student).await, 1);
    assert_eq!(school.unread(&teacher).await, 0);

    student.send_message(school.pair.chat_id, "2").await;
    assert_eq!(school.unread(&teacher).await, 1);
    school.history(&student, "").await.expect(200);
    assert_eq!(school.unread(&teacher).await, 1);
}

#[tokio::test]
async fn explicit_read_mark_covers_one_message_or_the_newest() {
    let school = SchoolFixture::new().await;
    let sent = school.send_message(&["1", "2", "3"]).await;
    let student = school.student();

    assert_eq!(
        mark_read(&school, &student, json!({ "up_to_id": sent[1] })).await,
        204
    );
    assert_eq!(school.unread(&student).await, 1);
    assert_eq!(mark_all_read(&school, &student).await, 204);
    assert_eq!(school.unread(&student).await, 0);

    school.send_message(&["4"]).await;
    assert_eq!(mark_read(&school, &student, json!({})).await, 204);
    assert_eq!(school.unread(&student).await, 0);
    school.send_message(&["5"]).await;
    assert_eq!(
        mark_read(&school, &student, json!({ "up_to_id": null })).await,
        204
    );
    assert_eq!(school.unread(&student).await, 0);
    // A mark beyond the newest message does not cover later ones.
    let beyond = json!({ "up_to_id": i64::MAX });
    assert_eq!(mark_read(&school, &student, beyond).await, 204);
    school.send_message(&["6"]).await;
    assert_eq!(school.unread(&student).await, 1);
}

#[tokio::test]
async fn read_mark_never_moves_back_and_repeats_append_nothing() {
    let school = SchoolFixture::new().await;
    let student = school.student();
    assert_eq!(mark_all_read(&school, &student).await, 204);
    school.history(&student, "").await.expect(200);
    assert_eq!(
        school.events("chat_read").await,
        0,
        "no message to read yet"
    );

    let sent = school.send_message(&["1", "2"]).await;
    assert_eq!(mark_all_read(&school, &student).await, 204);
    let head = school.database.head().await;
    for up_to_id in [sent[1], sent[0], 0, -1] {
        assert_eq!(
            mark_read(&school, &student, json!({ "up_to_id": up_to_id })).await,
            204
        );
    }
    assert_eq!(mark_all_read(&school, &student).await, 204);
    school.history(&student, "").await.expect(200);

    assert_eq!(school.unread(&student).await, 0);
    assert_eq!(school.database.head().await, head);
}

#[tokio::test]
async fn unread_count_covers_undeleted_messages_of_the_peer() {
    let school = SchoolFixture::new().await;
    let student = school.student();
    let sent = school.send_message(&["1", "2", "3"]).await;
    let path = format!("/api/messages/{}", sent[1]);
    school.teacher().delete(&path).await.expect(200);
    assert_eq!(school.unread(&student).await, 2);

    school.history(&student, "").await.expect(200);
    let path = format!("/api/messages/{}", sent[0]);
    school.teacher().delete(&path).await.expect(200);
    assert_eq!(school.unread(&student).await, 0);
    assert_eq!(school.unread(&school.teacher()).await, 0);
}

#[tokio::test]
async fn malformed_and_foreign_read_marks_are_refused() {
    let school = SchoolFixture::new().await;
    let student = school.student();
    let path = format!("/api/chats/{}/read", school.pair.chat_id);
    let unknown = "/api/chats/987654321/read";
    for (reader, path, code) in [
        (school.stranger(), &*path, "not_a_participant"),
        (school.admin(), &path, "read_only_role"),
        (school.student(), unknown, "not_a_participant"),
    ] {
        assert_refused(&reader.post(path, &json!({})).await, 403, code);
    }
    for up_to_id in [json!("x"), json!(1.5), json!([1])] {
        let answer = student.post(&path, &json!({ "up_to_id": up_to_id })).await;
        assert_refused(&answer, 400, "invalid_body");
    }
    let plain = student.request(Method::POST, &path);
    let plain = student.send(plain.body(r#"{"up_to_id":1}"#)).await;
    assert_refused(&plain, 415, "unsupported_media_type");
}

//! Frames that clients send.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use super::super::{CampusFixture, add, history, id, list, remove, send_message, texts};
use super::{durable, error};

#[tokio::test]
async fn message_frames_work_with_and_without_the_wrapper() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let mut anns = campus.follow(&campus.ann, &conversation).await;
    let mut bobs = campus.follow(&campus.bob, &conversation).await;

    let frames = [
        json!({ "text": "1", "reply_to": null }),
        json!({ "text": "2" }),
        json!({ "type": "message:send", "payload": { "text": "3", "reply_to": null } }),
        json!({ "type": "message:send", "payload": { "text": "4" }, "id": 7 }),
    ];
    for frame in &frames {
        anns.send(frame).await;
    }
    for text in ["1", "2", "3", "4"] {
        for socket in [&mut anns, &mut bobs] {
            assert_eq!(durable(&socket.next().await, "message:new")["text"], text);
        }
    }
    assert_eq!(list(&campus.bob()).await[0]["unread_count"], 4);
}

#[tokio::test]
async fn campus_socket_survives_malformed_frames() {
    let campus = CampusFixture::new().await;
    let conversation = campus.private().await;
    let mut anns = campus.follow(&campus.ann, &conversation).await;
    let mut bobs = campus.follow(&campus.bob, &conversation).await;

    for frame in [
        "",
        "hi",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"text":7}"#,
        r#"{"text":null}"#,
        r#"{"text":"a","reply_to":"b"}"#,
        r#"{"text":"a","client_id":"b"}"#,
        r#"{"type":"message:send"}"#,
        r#"{"type":"message:new","payload":{"text":"a"}}"#,
        r#"{"type":"typing","payload":{"is_typing":"yes"}}"#,
        r#"{"type":"leave"}"#,
    ] {
        anns.send_text(frame).await;
        error(&anns.next().await, "invalid_frame");
    }
    anns.send_raw(Message::binary(r#"{"text":"a"}"#)).await;
    error(&anns.next().await, "invalid_frame");

    let client_id = Uuid::new_v4().to_string();
    for text in ["", "  ", "a\0b", &"a".repeat(10_001)] {
        anns.send(&json!({ "text": text, "client_id": client_id }))
            .await;
        let refused = error(&anns.next().await, "invalid_content");
        assert_eq!(refused["client_id"], client_id.as_str());
    }
    let elsewhere = campus.group(&[&campus.bob]).await;
    let other = id(&send_message(&campus.ann(), &elsewhere, "elsewhere").await);
    for reply_to in [other, Uuid::now_v7().to_string()] {
        anns.send(&json!({ "text": "a", "reply_to": reply_to }))
            .await;
        let refused = error(&anns.next().await, "reply_not_found");
        assert!(refused.get("client_id").is_none());
    }

    anns.send(&json!({ "text": "good" })).await;
    for socket in [&mut anns, &mut bobs] {
        assert_eq!(durable(&socket.next().await, "message:new")["text"], "good");
    }
    let page = history(&campus.bob(), &conversation, "").await;
    assert_eq!(texts(&page), ["good"]);
}

#[tokio::test]
async fn new_member_can_send_and_receive_immediately() {
    let campus = CampusFixture::new().await;
    let group = campus.group(&[&campus.bob]).await;
    remove(&campus.ann(), &group, &campus.bob).await.expect(204);
    add(&campus.ann(), &group, &campus.bob).await.expect(201);
    let mut bobs = campus.follow(&campus.bob, &group).await;
    bobs.send(&json!({ "text": "back" })).await;
    let message = durable(&bobs.next().await, "message:new");
    assert_eq!(message["sender_id"], Value::from(campus.bob.id));
}

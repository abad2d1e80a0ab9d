//! `message_deleted`: what a deletion leaves of its chat.

use serde_json::{Value, json};

use super::frame_rules::unplaced;
use super::{NativeFixture, REALMS, Two, ids};
use crate::support::{Client, EventStream, Frame};

/// Deletes a message as its author.
async fn delete(two: &Two, author: &Client, message: i64) {
    let path = two.path(&format!("/messages/{message}"));
    assert_eq!(author.delete(&path).await.status, 204);
}

async fn next_deletion(stream: &mut EventStream) -> Frame {
    loop {
        let frame = stream.next().await;
        if frame.event == "message_deleted" {
            return frame;
        }
    }
}

/// The counts of an event or a chat.
fn counts(of: &Value) -> [&Value; 2] {
    [&of["unread_count"], &of["unread_mention_count"]]
}

#[tokio::test]
async fn deletion_brings_the_last_message_and_the_counts() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let kept = two.send(&two.other, "kept").await;
        let mention = json!({ "text": "@", "mention_ids": [two.other_id] });
        let mention = two.one.post(&two.chat("/messages"), &mention).await;
        let mention = mention.expect(201)["id"].as_i64().unwrap();
        let plain = two.send(&two.one, "plain").await;
        let mut own = two.one.open_stream_at(&two.path("/events")).await;
        let mut others = two.other.open_stream_at(&two.path("/events")).await;
        // The last message, and the counts of the reader, after each deletion.
        for (deleted, last, unread) in [(mention, plain, [1, 0]), (plain, kept, [0, 0])] {
            delete(&two, &two.one, deleted).await;
            for (stream, who, unread) in [
                (&mut own, &two.one, [0, 0]),
                (&mut others, &two.other, unread),
            ] {
                let frame = next_deletion(stream).await;
                let data = unplaced(&frame);
                let path = two.path(&format!("/messages/{last}"));
                let mut last = who.get(&path).await.expect(200);
                let mut shown = data["last_message"].clone();
                // The id that its client gave it is its author's alone.
                for message in [&mut last, &mut shown] {
                    message["client_id"] = Value::Null;
                }
                assert_eq!(shown, last, "{realm}");
                let unread = unread.map(Value::from);
                assert_eq!(counts(&data), unread.each_ref(), "{realm}: {data}");
                assert!(data["as_of"].as_i64() >= Some(frame.position()), "{data}");
                let author = last["author_id"].as_i64().unwrap();
                assert_eq!(ids(&data["users"]), [author], "{realm}");
                assert_eq!(
                    (&data["chat_id"], &data["message_id"]),
                    (&json!(two.chat_id), &json!(deleted))
                );
                assert_eq!(data.get("deleted_at"), None);
            }
        }
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn time_of_a_deletion_is_that_of_its_frame() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;
    delete(&two, &two.one, message).await;
    let data = next_deletion(&mut stream).await.data;
    let path = two.path(&format!("/messages/{message}"));
    let shown = two.other.get(&path).await.expect(200);
    assert_eq!(shown["deleted_at"], data["at"]);
    // It was the only one.
    assert_eq!(data["last_message"], Value::Null);
    assert_eq!(data["users"], json!([]));
}

#[tokio::test]
async fn observer_of_a_deletion_has_no_counts() {
    let fixture = NativeFixture::new().await;
    let (teacher, student) = (&fixture.pair.teacher, &fixture.pair.student);
    let admin = fixture.client(&fixture.admin);
    let mut stream = admin.open_stream_at("/v1/school/events").await;
    for two in [
        fixture.two("school").await,
        fixture.class(teacher, student).await,
    ] {
        let kept = two.send(&two.one, "kept").await;
        let deleted = two.send(&two.one, "deleted").await;
        delete(&two, &two.one, deleted).await;
        let frame = next_deletion(&mut stream).await;
        let data = unplaced(&frame);
        assert_eq!(data["message_id"], deleted);
        assert_eq!(data["last_message"]["id"], kept);
        assert_eq!(counts(&data), [&Value::Null; 2], "{data}");
        assert_eq!(ids(&data["users"]), [two.one_id]);
    }
    // Of a class of their own they have.
    let own = fixture.class(&fixture.admin, student).await;
    let deleted = own.send(&own.other, "deleted").await;
    own.send(&own.other, "kept").await;
    delete(&own, &own.other, deleted).await;
    let data = next_deletion(&mut stream).await.data;
    assert_eq!(counts(&data), [&json!(1), &json!(0)], "{data}");
}

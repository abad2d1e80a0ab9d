//! Streams that are resumed after something happened to their reader.

use serde_json::{Value, json};

use super::known::{Known, open, snapshot};
use super::{NativeFixture, SETTINGS, Two, next_of, put};
use crate::support::{Client, Person, Replica};

/// Asserts that a stream resumed after a snapshot gives a new one, on the server that has the events in
/// memory and on another, which reads them from the log. Returns the names of the events.
async fn assert_resumes(
    fixture: &NativeFixture,
    realm: &str,
    person: &Person,
    before: &str,
    known: impl Fn() -> Known,
) -> Vec<String> {
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    let mut names = Vec::new();
    for client in [fixture.client(person), other.client(person)] {
        names.clear();
        let mut known = known();
        let (expected, last) = snapshot(&client, realm).await;
        let mut stream = open(&client, realm, before).await;
        // The chats of a block have numbers.
        while !stream.last_event_id.starts_with(&last) {
            let frame = stream.next().await;
            known.apply(&frame, person.id);
            names.push(frame.event);
        }
        known.assert_same(expected, realm);
    }
    names
}

async fn remove(group: &Two, who: &Client, user_id: i64) {
    let path = group.chat(&format!("/members/{user_id}"));
    assert_eq!(who.delete(&path).await.status, 204);
}

/// What one may do in the chat, as a `chat` event shows it.
fn may_send(event: &Value) -> bool {
    let can = event["chat"]["me"]["can"].as_array().unwrap();
    can.contains(&json!("send"))
}

#[tokio::test]
async fn chats_left_while_offline_are_removed_on_resume() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let removed = fixture.group(realm).await;
        let (deleted, kept) = (fixture.group(realm).await, fixture.group(realm).await);
        let bob = fixture.client(&fixture.bob);
        let (_, before) = snapshot(&bob, realm).await;
        let bob_id = fixture.bob.id;
        remove(&removed, &removed.one, bob_id).await;
        removed.send(&removed.one, "not for Bob").await;
        remove(&kept, &kept.one, bob_id).await;
        let again = json!({ "user_ids": [bob_id] });
        let members = kept.chat("/members");
        kept.one.post(&members, &again).await.expect(200);
        deleted.one.delete(&deleted.chat("")).await.expect(204);
        // The last event is for Bob, so that the stream reaches the end.
        kept.send(&kept.one, "last").await;
        let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
        for client in [bob, other.client(&fixture.bob)] {
            let mut stream = open(&client, realm, &before).await;
            let mut gone = Vec::new();
            loop {
                let frame = stream.next().await;
                assert!(!frame.data.to_string().contains("not for Bob"));
                match frame.event.as_str() {
                    "chat_removed" if frame.data["chat_id"] != kept.chat_id => {
                        assert_ne!(frame.id, "");
                        gone.push(frame.data["chat_id"].as_i64().unwrap());
                    }
                    "message" if frame.data["message"]["text"] == "last" => break,
                    _ => {}
                }
            }
            assert_eq!(gone, [removed.chat_id, deleted.chat_id], "{realm}");
        }
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn resumed_events_give_what_a_new_snapshot_gives() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger"] {
        let (group, two) = (fixture.group(realm).await, fixture.two(realm).await);
        let bob = fixture.client(&fixture.bob);
        let (_, before) = snapshot(&bob, realm).await;
        let (known, _) = snapshot(&bob, realm).await;
        remove(&group, &group.one, fixture.bob.id).await;
        two.send(&two.one, "1").await;
        let block = two.path(&format!("/users/{}/block", fixture.bob.id));
        put(&two.one, &block).await.expect(204);
        let names = assert_resumes(&fixture, realm, &fixture.bob, &before, || known.clone()).await;
        // The mark of the message is hidden, because its author blocks the reader now.
        let expected = ["chat_removed", "message", "chat"];
        assert_eq!(names, expected, "{realm}");
    }
}

#[tokio::test]
async fn blocking_changes_the_chat_of_both() {
    let fixture = NativeFixture::new().await;
    for realm in ["campus", "messenger", "direct", "market"] {
        let two = fixture.two(realm).await;
        two.send(&two.one, "!").await;
        let (mut one, mut other) = (
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        );
        let before = other.last_event_id.clone();
        let mut stranger = two.stranger.open_stream_at(&two.path("/events")).await;
        let block = two.path(&format!("/users/{}/block", two.other_id));
        put(&two.one, &block).await.expect(204);
        assert!(may_send(&next_of(&mut one, "chat").await), "{realm}");
        assert!(!may_send(&next_of(&mut other, "chat").await), "{realm}");
        assert_eq!(two.one.delete(&block).await.status, 204);
        next_of(&mut one, "chat").await;
        assert!(may_send(&next_of(&mut other, "chat").await), "{realm}");
        let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
        for client in [two.other.clone(), elsewhere.client(&fixture.bob)] {
            let mut resumed = open(&client, realm, &before).await;
            for _ in 0..2 {
                assert_eq!(resumed.next().await.event, "chat", "{realm}");
            }
        }
        // A stranger to the two hears nothing.
        let own = json!({ "type": "private", "user_ids": [two.one_id] });
        if realm != "market" {
            let chats = two.path("/chats");
            two.stranger.post(&chats, &own).await.expect(201);
            let first = stranger.next().await;
            assert_eq!(first.data["chat"]["members"].as_array().unwrap().len(), 2);
            let names = first.data.to_string();
            assert!(names.contains(&fixture.eve.name), "{realm}");
        }
    }
    fixture.assert_verified().await;
}

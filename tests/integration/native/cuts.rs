//! Streams that are cut after any frame.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::frame_rules::assert_whole;
use super::known::open;
use super::stream::act;
use super::{NativeFixture, REALMS, SETTINGS, Two, put};
use crate::support::{Client, EventStream, Frame, PausedSessions, Replica};

/// What does not depend on when a frame is encoded.
fn identity(frame: &Frame) -> (String, String, Value) {
    let data = &frame.data;
    let of = [
        &data["message"]["id"],
        &data["message_id"],
        &data["chat"]["id"],
    ];
    let of = of.into_iter().find(|id| !id.is_null());
    (
        frame.id.clone(),
        frame.event.clone(),
        of.unwrap_or(&data["chat_id"]).clone(),
    )
}

/// The frames up to that of an event.
async fn frames_to(stream: &mut EventStream, last: &str) -> Vec<Frame> {
    let mut frames = Vec::new();
    while stream.last_event_id != last {
        frames.push(stream.next().await);
    }
    frames
}

/// Asserts that frames are the expected ones, each once, and between them at most a `chat` that precedes a
/// message, which each connection brings of a chat that its reader once hid.
fn assert_rest(rest: &[Frame], expected: &[Frame], cut: &Frame) {
    let mut left = expected.iter().peekable();
    for frame in rest {
        let is_next = |next: &&Frame| identity(next) == identity(frame);
        match left.next_if(is_next) {
            // What the frames show besides is of now.
            Some(next) => assert_eq!(frame.data["message"], next.data["message"]),
            None => assert!(
                frame.event == "chat" && !expected.iter().any(|other| other.id == frame.id),
                "after {cut:?}: {frame:?} instead of {left:?}"
            ),
        }
    }
    assert_eq!(left.next(), None, "after {cut:?}");
}

/// Cuts a stream after each frame, and asserts that exactly the rest follows, on the replica that has the
/// events in memory and on the one that reads them from the log.
async fn assert_cuts_lose_nothing(
    clients: [&Client; 2],
    realm: &str,
    start: &str,
    last: &str,
) -> Vec<Frame> {
    let frames = frames_to(&mut open(clients[0], realm, start).await, last).await;
    let ids: HashSet<&str> = frames.iter().map(|frame| frame.id.as_str()).collect();
    assert_eq!(ids.len(), frames.len(), "each has an id of its own");
    frames.iter().for_each(assert_whole);
    for (seen, cut) in frames.iter().enumerate() {
        let mut resumed = open(clients[seen % 2], realm, &cut.id).await;
        assert_eq!(resumed.ready.id, cut.id);
        let rest = frames_to(&mut resumed, last).await;
        assert_rest(&rest, &frames[seen + 1..], cut);
    }
    frames
}

/// Everything that makes several frames, and all the rest.
async fn act_in_full(two: &Two) {
    act(two).await;
    let pinned = two.send(&two.one, "pinned").await;
    if two.realm != "market" {
        let pin = two.chat(&format!("/pins/{pinned}"));
        put(&two.one, &pin).await.expect(204);
    }
    let deleted = two.path(&format!("/messages/{pinned}"));
    two.one.delete(&deleted).await;
    if two.realm != "school" {
        let block = two.path(&format!("/users/{}/block", two.other_id));
        put(&two.one, &block).await.expect(204);
        two.one.delete(&block).await.expect(204);
    }
    // A mark that a message moves past those of others is an event that has no frame.
    let read = two.other.post(&two.chat("/read"), &json!({})).await;
    read.expect(204);
    two.send(&two.other, "last").await;
}

async fn head(fixture: &NativeFixture) -> String {
    fixture.database.now().await
}

#[tokio::test]
async fn stream_cut_after_any_frame_resumes_with_the_rest() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let people = match realm {
            "school" => [&fixture.pair.teacher, &fixture.pair.student],
            _ => [&fixture.ann, &fixture.bob],
        };
        let start = head(&fixture).await;
        let two = fixture.two(realm).await;
        act_in_full(&two).await;
        let last = head(&fixture).await;
        // It has none of these events in memory.
        let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
        let mut names = HashSet::new();
        for person in people {
            let clients = [&fixture.client(person), &other.client(person)];
            let frames = assert_cuts_lose_nothing(clients, realm, &start, &last).await;
            names.extend(frames.into_iter().map(|frame| frame.event));
        }
        for name in ["message", "read", "message_deleted", "chat"] {
            assert!(names.contains(name), "{realm}: {name}");
        }
    }
}

#[tokio::test]
async fn group_stream_cut_after_any_frame_resumes_with_the_rest() {
    let fixture = NativeFixture::new().await;
    let start = head(&fixture).await;
    let group = fixture.group("campus").await;
    let title = json!({ "title": "renamed" });
    super::patch(&group.one, &group.chat(""), &title)
        .await
        .expect(200);
    let (bob, eve) = (group.other_id, fixture.eve.id);
    group.add(&group.one, eve, "member").await.expect(200);
    act_in_full(&group).await;
    // Its former owner and its new one change their roles.
    group.set_role(&group.one, bob, "owner").await.expect(200);
    assert_eq!(group.other.delete(&group.member(eve)).await.status, 204);
    let last = head(&fixture).await;
    let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for person in [&fixture.ann, &fixture.bob] {
        let clients = [&fixture.client(person), &other.client(person)];
        let frames = assert_cuts_lose_nothing(clients, "campus", &start, &last).await;
        let is_system = |frame: &&Frame| frame.data["message"]["type"] == "system";
        assert_eq!(frames.iter().filter(is_system).count(), 4);
        let of_members = |frame: &&Frame| frame.event.starts_with("member");
        // Of both roles and of who left.
        assert!(frames.iter().filter(of_members).count() >= 3);
    }
}

/// The frames of a block are `chat`s, of which a later one must not take the place of one that is gone.
#[tokio::test]
async fn cut_between_chats_of_a_block_survives_their_removal() {
    let fixture = NativeFixture::new().await;
    let (ann, bob) = (fixture.client(&fixture.ann), fixture.client(&fixture.bob));
    let mut chats = Vec::new();
    for listing_id in [7, 8, 9] {
        let new = json!({
            "type": "listing", "listing_id": listing_id, "user_ids": [fixture.bob.id]
        });
        let chat = ann.post("/v1/market/chats", &new).await.expect(201);
        let path = format!("/v1/market/chats/{}/messages", chat["id"]);
        ann.post(&path, &json!({ "text": "!" })).await.expect(201);
        chats.push(chat["id"].clone());
    }
    let mut stream = open(&bob, "market", &head(&fixture).await).await;
    let block = format!("/v1/market/users/{}/block", fixture.bob.id);
    put(&ann, &block).await.expect(204);
    let first = stream.next().await;
    assert_eq!(first.data["chat"]["id"], chats[0]);
    let hidden = bob.delete(&format!("/v1/market/chats/{}", chats[0])).await;
    assert_eq!(hidden.status, 204);

    let mut resumed = open(&bob, "market", &first.id).await;

    for chat_id in &chats[1..] {
        assert_eq!(resumed.next().await.data["chat"]["id"], *chat_id);
    }
    assert_eq!(resumed.next().await.event, "chat_removed");
}

#[tokio::test]
async fn cut_within_an_event_ahead_of_the_replica_resumes() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let bob = fixture.client(&fixture.bob);
    let mut live = open(&bob, "campus", &head(&fixture).await).await;
    let title = json!({ "title": "seen" });
    let renamed = super::patch(&group.one, &group.chat(""), &title).await;
    renamed.expect(200);
    let chat = live.next().await;
    let (_, number) = chat.id.split_once('.').expect("a message follows");
    let tail = PausedSessions::sessions(&fixture.database, "tail").await;
    // Too many for a notification, so that the replica has to read them.
    let appended = fixture
        .database
        .append_messages(group.chat_id, &fixture.ann, "unread ", 20);
    appended.await;
    let rename = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload)
         VALUES ({}, 'chat_renamed', {}, '{{\"content\": \"unseen\"}}')",
        group.chat_id, group.one_id
    );
    fixture.database.execute(&rename).await;
    let ahead = head(&fixture).await;
    let mut resumed = open(&bob, "campus", &format!("{ahead}.{number}")).await;
    drop(tail);

    let message = resumed.next().await;

    assert_eq!((message.event.as_str(), message.id), ("message", ahead));
}

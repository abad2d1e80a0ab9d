//! What a user is shown of another one who blocks them.

use serde_json::{Value, json};

use super::{NativeFixture, SETTINGS, Two, next_of, put};
use crate::support::{Client, EventStream, Replica};

const REALMS: [&str; 4] = ["campus", "messenger", "direct", "market"];

async fn block(two: &Two) {
    let path = two.path(&format!("/users/{}/block", two.other_id));
    put(&two.one, &path).await.expect(204);
}

async fn unblock(two: &Two) {
    let path = two.path(&format!("/users/{}/block", two.other_id));
    assert_eq!(two.one.delete(&path).await.status, 204);
}

/// A member of a chat, as the chat or the page of members `shown` has it.
fn member(shown: &Value, user_id: i64) -> &Value {
    let mut members = shown["members"].as_array().expect("members").iter();
    let member = members.find(|member| member["user"]["id"] == user_id);
    member.expect("the member is listed")
}

fn assert_hidden(shown: &Value, user_id: i64) {
    let member = member(shown, user_id);
    assert_eq!(member["user"]["online"], false, "{member}");
    assert_eq!(member["user"]["last_seen"], Value::Null, "{member}");
    assert_eq!(member["last_read_id"], 0, "{member}");
}

async fn read(who: &Client, two: &Two, up_to: i64) {
    let body = json!({ "up_to_id": up_to });
    let answer = who.post(&two.chat("/read"), &body).await;
    assert!(answer.status < 300, "{}", answer.body);
}

async fn until_presence(stream: &mut EventStream, user_id: i64, online: bool) {
    loop {
        let frame = stream.try_next_frame().await.expect("the stream is open");
        let is_presence = frame.event == "presence" && frame.data["user_id"] == user_id;
        if is_presence && frame.data["online"] == online {
            return;
        }
    }
}

/// Reads up to a message; nothing on the way tells what a user does. Returns the message's event.
async fn assert_nothing_of(stream: &mut EventStream, user_id: i64, last: &str) -> Value {
    loop {
        let frame = stream.try_next_frame().await.expect("the stream is open");
        let is_of_user = frame.data["user_id"] == user_id;
        match frame.event.as_str() {
            "read" | "typing" => assert!(!is_of_user, "{frame:?}"),
            "presence" if is_of_user => assert_eq!(frame.data["online"], false, "{frame:?}"),
            "message" if frame.data["message"]["text"] == last => return frame.data,
            _ => {}
        }
    }
}

async fn readers(who: &Client, two: &Two, message: i64) -> Vec<i64> {
    let path = two.path(&format!("/messages/{message}/readers"));
    let list = who.get(&path).await.expect(200);
    let readers = list["readers"].as_array().expect("a list").iter();
    readers
        .map(|reader| reader["user_id"].as_i64().expect("an id"))
        .collect()
}

#[tokio::test]
async fn blocker_is_hidden_from_the_blocked_until_the_unblock() {
    let fixture = NativeFixture::new().await;
    let elsewhere = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let (one_id, other) = (two.one_id, elsewhere.client(&fixture.bob));
        let _online = two.one.open_stream_at(&two.path("/events")).await;
        let mut stream = other.open_stream_at(&two.path("/events")).await;
        let before = stream.last_event_id.clone();
        until_presence(&mut stream, one_id, true).await;
        let unread = two.send(&two.other, "unread").await;
        // Where a first message lists the chat, `chat` precedes it.
        next_of(&mut stream, "message").await;

        block(&two).await;
        let chat = next_of(&mut stream, "chat").await;
        assert_hidden(&chat["chat"], one_id);
        until_presence(&mut stream, one_id, false).await;
        read(&two.one, &two, unread).await;
        two.send(&two.one, "last").await;
        let last = assert_nothing_of(&mut stream, one_id, "last").await;
        assert_eq!(last["marks_read"], false, "{realm}");

        assert_hidden(&two.shown(&other).await, one_id);
        assert_eq!(readers(&other, &two, unread).await, [0_i64; 0], "{realm}");
        let path = two.path(&format!("/users/{one_id}"));
        let user = other.get(&path).await;
        assert_ne!(user.body["online"], true, "{realm}");
        assert_eq!(user.body["last_seen"], Value::Null, "{realm}");
        // The blocker sees everything as ever.
        let own = two.shown(&two.one).await;
        assert_ne!(member(&own, one_id)["last_read_id"], 0, "{realm}");
        assert_eq!(member(&own, two.other_id)["user"]["online"], true);
        for client in [&two.other, &other] {
            let request = client.request(reqwest::Method::GET, &two.path("/events"));
            let request = request.header("Last-Event-ID", &before);
            let mut resumed = EventStream::open(request).await;
            assert_nothing_of(&mut resumed, one_id, "last").await;
        }

        unblock(&two).await;
        let chat = next_of(&mut stream, "chat").await;
        assert_ne!(member(&chat["chat"], one_id)["last_read_id"], 0, "{realm}");
        until_presence(&mut stream, one_id, true).await;
        assert_eq!(readers(&other, &two, unread).await, [one_id], "{realm}");
        two.send(&two.one, "shown").await;
        let shown = next_of(&mut stream, "message").await;
        assert_eq!(shown["message"]["author_id"], one_id, "{realm}");
        assert_eq!(shown["marks_read"], true, "{realm}");
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn blocker_is_hidden_in_groups_and_others_are_not() {
    let fixture = NativeFixture::new().await;
    let eve_id = fixture.eve.id;
    for realm in ["campus", "messenger"] {
        let group = fixture.group(realm).await;
        let add = json!({ "user_ids": [eve_id] });
        group
            .one
            .post(&group.chat("/members"), &add)
            .await
            .expect(200);
        let events = group.path("/events");
        let _online = group.one.open_stream_at(&events).await;
        let mut bob = group.other.open_stream_at(&events).await;
        let mut eve = group.stranger.open_stream_at(&events).await;
        until_presence(&mut bob, group.one_id, true).await;
        let sent = group.send(&group.other, "unread").await;

        block(&group).await;
        let hidden = next_of(&mut bob, "member").await;
        assert_eq!(hidden["member"]["user"]["id"], group.one_id);
        assert_eq!(hidden["member"]["last_read_id"], 0, "{realm}");
        until_presence(&mut bob, group.one_id, false).await;
        read(&group.one, &group, sent).await;
        read(&group.stranger, &group, sent).await;
        let typing = json!({ "typing": true });
        let path = group.chat("/typing");
        group.one.post(&path, &typing).await.expect(204);
        // Both get signals in the same order: when one has it, the other one has it, too, or never.
        assert_eq!(
            next_of_signal(&mut eve, "typing").await["user_id"],
            group.one_id
        );
        group.send(&group.stranger, "last").await;
        assert_nothing_of(&mut bob, group.one_id, "last").await;

        let shown = group.members(&group.other, "").await;
        assert_hidden(&shown, group.one_id);
        assert_ne!(member(&shown, eve_id)["last_read_id"], 0, "{realm}");
        assert_eq!(member(&shown, eve_id)["user"]["online"], true, "{realm}");
        assert_eq!(readers(&group.other, &group, sent).await, [eve_id]);
        let to_eve = readers(&group.stranger, &group, sent).await;
        assert_eq!(to_eve, [group.one_id, eve_id], "{realm}");
        let to_eve = group.members(&group.stranger, "").await;
        assert_ne!(member(&to_eve, group.one_id)["last_read_id"], 0);

        unblock(&group).await;
        let shown = next_of(&mut bob, "member").await;
        assert_eq!(shown["member"]["last_read_id"], sent, "{realm}");
        until_presence(&mut bob, group.one_id, true).await;
        let shown = group.members(&group.other, "").await;
        assert_ne!(member(&shown, group.one_id)["last_read_id"], 0);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn typing_ends_for_the_blocked_with_the_block() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;
    let typing = json!({ "typing": true });
    two.one
        .post(&two.chat("/typing"), &typing)
        .await
        .expect(204);
    let shown = next_of_signal(&mut stream, "typing").await;
    assert_eq!(shown["typing"], true);
    block(&two).await;
    let ended = next_of_signal(&mut stream, "typing").await;
    assert_eq!(ended["typing"], false);
}

/// The data of the next signal of this name.
async fn next_of_signal(stream: &mut EventStream, name: &str) -> Value {
    loop {
        let frame = stream.try_next_frame().await.expect("the stream is open");
        if frame.event == name {
            return frame.data;
        }
    }
}

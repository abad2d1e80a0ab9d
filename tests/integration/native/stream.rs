//! The stream: a snapshot and the events after it give a new snapshot.

use std::time::Duration;

use serde_json::{Value, json};

use super::frame_rules::unplaced;
use super::known::{follow, open, snapshot};
use super::{
    NativeFixture, REALMS, SETTINGS, Two, next_of, patch, polls, put, put_json, reactions,
};
use crate::support::database::token_lasting;
use crate::support::{EventStream, Replica, assert_refused, eventually};

/// Something of everything in a private chat.
pub(super) async fn act(two: &Two) {
    let first = two.send(&two.one, "first").await;
    two.send(&two.other, "second").await;
    let mut settings = json!({ "muted_until": "2099-01-01T00:00:00Z", "archived": true });
    if two.realm != "market" {
        settings["pinned"] = true.into();
    }
    patch(&two.one, &two.chat("/me"), &settings)
        .await
        .expect(200);
    let mention = json!({ "text": "@", "mention_ids": [two.one_id] });
    two.other
        .post(&two.chat("/messages"), &mention)
        .await
        .expect(201);
    let third = two.send(&two.one, "third").await;
    let body = json!({ "text": "reply", "reply_to_id": first });
    two.other
        .post(&two.chat("/messages"), &body)
        .await
        .expect(201);
    if two.realm != "market" {
        mark(two, first, third).await;
    }
    two.one
        .delete(&two.path(&format!("/messages/{third}")))
        .await;
    two.one
        .post(&two.chat("/read"), &json!({}))
        .await
        .expect(204);
    let chat = two.one.get(&two.chat("")).await.expect(200);
    // A group is deleted for everybody, and by its owner alone.
    if two.realm != "school" && chat["type"] != "group" {
        two.other.delete(&two.chat("")).await.expect(204);
        two.send(&two.one, "listed again").await;
    }
    leave_unread(two).await;
}

/// Reactions, pins, a poll and an edit.
async fn mark(two: &Two, first: i64, third: i64) {
    for (who, message, emoji) in [
        (&two.one, first, "👍"),
        (&two.other, first, "👍"),
        (&two.other, first, "🎉"),
        (&two.other, third, "🎉"),
    ] {
        let path = reactions::path(two, message, emoji);
        put(who, &path).await.expect(204);
    }
    for message in [third, first] {
        let path = two.chat(&format!("/pins/{message}"));
        put(&two.one, &path).await.expect(204);
    }
    let poll = polls::asked(two, &two.one, json!({})).await;
    let path = polls::path(two, poll, "/vote");
    let vote = json!({ "option_ids": [1] });
    put_json(&two.other, &path, &vote).await.expect(200);
    let path = reactions::path(two, first, "👍");
    two.one.delete(&path).await.expect(204);
    let path = two.path(&format!("/messages/{first}"));
    patch(&two.one, &path, &json!({ "text": "edited" }))
        .await
        .expect(200);
}

/// Messages that one has read in part, of which an unread one is deleted.
async fn leave_unread(two: &Two) {
    let read = two.send(&two.other, "read").await;
    let mention = json!({ "text": "@", "mention_ids": [two.one_id] });
    let mut mentions = Vec::new();
    for _ in 0..2 {
        let sent = two.other.post(&two.chat("/messages"), &mention).await;
        mentions.push(sent.expect(201)["id"].clone());
    }
    let up_to = json!({ "up_to_id": read });
    two.one.post(&two.chat("/read"), &up_to).await.expect(204);
    two.send(&two.other, "unread").await;
    let deleted = two.path(&format!("/messages/{}", mentions[0]));
    two.other.delete(&deleted).await.expect(204);
    let from = json!({ "from_id": read });
    for who in [&two.one, &two.other] {
        who.post(&two.chat("/unread"), &from).await.expect(204);
    }
    // An event that both are shown comes last.
    let name = json!({ "name": format!("Renamed {read}") });
    patch(&two.one, &two.path("/me"), &name).await.expect(200);
}

#[tokio::test]
async fn snapshot_and_events_give_a_new_snapshot() {
    let fixture = NativeFixture::new().await;
    let second_replica = Replica::spawn_with(&fixture.database, SETTINGS).await;
    for realm in REALMS {
        let (one, other) = match realm {
            "school" => (&fixture.pair.teacher, &fixture.pair.student),
            _ => (&fixture.ann, &fixture.bob),
        };
        for person in [one, other] {
            // Before the chat exists, but for the school's.
            let client = second_replica.client(person);
            let (mut known, cursor) = snapshot(&client, realm).await;
            let two = fixture.two(realm).await;
            act(&two).await;
            let (expected, last) = snapshot(&client, realm).await;
            let reader = (&client, realm, person.id);
            follow(&mut known, reader, (&cursor, &last)).await;
            known.assert_same(expected, realm);
        }
    }
}

#[tokio::test]
async fn own_messages_arrive_with_their_client_id_and_mark_the_chat_read() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let mut streams = [
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        ];
        let client_id = uuid::Uuid::new_v4().to_string();
        let body = json!({ "text": "!", "client_id": client_id });
        let sent = two.one.post(&two.chat("/messages"), &body).await;
        sent.expect(201);
        two.send(&two.one, "next").await;
        let seen = [json!(client_id), Value::Null];
        for (stream, client_id) in streams.iter_mut().zip(seen) {
            let received = next_of(stream, "message").await;
            assert_eq!(received["message"]["client_id"], client_id, "{realm}");
            assert_eq!(received["marks_read"], true, "{realm}");
            // No `read` comes between.
            let next = stream.next().await;
            assert_eq!(next.data["message"]["text"], "next", "{realm}");
        }
    }
}

#[tokio::test]
async fn answer_reads_what_was_unread_and_no_read_follows() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        two.send(&two.other, "a question").await;
        let mut streams = [
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        ];
        let answer = two.send(&two.one, "an answer").await;
        two.send(&two.one, "next").await;
        let other = Replica::spawn_with(&fixture.database, SETTINGS).await;
        let person = match realm {
            "school" => &fixture.pair.student,
            _ => &fixture.bob,
        };
        let mut resumed = open(&other.client(person), realm, &streams[1].ready.id).await;
        for stream in streams.iter_mut().chain([&mut resumed]) {
            let received = stream.next().await.data;
            assert_eq!(received["message"]["id"], answer, "{realm}");
            assert_eq!(received["marks_read"], true, "{realm}");
            let next = stream.next().await;
            assert_eq!(next.data["message"]["text"], "next", "{realm}: {next:?}");
        }
        assert_eq!(two.shown(&two.one).await["unread_count"], 0, "{realm}");
    }
}

#[tokio::test]
async fn members_follow_who_joins_and_leaves() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut eve = group.stranger.open_stream_at(&group.path("/events")).await;
    let mut bob = group.other.open_stream_at(&group.path("/events")).await;
    let body = json!({ "user_ids": [fixture.eve.id] });
    let added = group.one.post(&group.chat("/members"), &body).await;
    added.expect(200);
    let chat = next_of(&mut eve, "chat").await;
    assert_eq!(chat["chat"]["member_count"], 3);
    let member = next_of(&mut bob, "member").await;
    assert_eq!(member["member_count"], 3);
    let remove = group.chat(&format!("/members/{}", fixture.eve.id));
    assert_eq!(group.one.delete(&remove).await.status, 204);
    let mut removed = eve.next().await;
    while removed.event != "chat_removed" {
        removed = eve.next().await;
    }
    assert_eq!(unplaced(&removed), json!({ "chat_id": group.chat_id }));
    let left = next_of(&mut bob, "member_removed").await;
    assert_eq!(left["member_count"], 2);
    group.send(&group.one, "secret").await;
    assert_eq!(
        next_of(&mut bob, "message").await["message"]["type"],
        "system"
    );
    let next = next_of(&mut bob, "message").await;
    assert_eq!(next["message"]["text"], "secret");
    group.one.delete(&group.chat("")).await.expect(204);
    next_of(&mut bob, "chat_removed").await;
}

#[tokio::test]
async fn strangers_receive_nothing() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let mut stream = two.stranger.open_stream_at(&two.path("/events")).await;
    two.send(&two.one, "secret").await;
    let own = json!({ "type": "private", "user_ids": [two.one_id] });
    two.stranger
        .post(&two.path("/chats"), &own)
        .await
        .expect(201);
    assert_eq!(stream.next().await.event, "chat");
}

#[tokio::test]
async fn hidden_block_shows_no_chat_before_its_first_message() {
    let fixture = NativeFixture::new().await;
    let seller = fixture.client(&fixture.bob);
    let mut stream = seller.open_stream_at("/v1/market/events").await;
    put(
        &seller,
        &format!("/v1/market/users/{}/block", fixture.ann.id),
    )
    .await;
    let two = fixture.two("market").await;
    let list = seller.get("/v1/market/chats").await.expect(200);
    assert_eq!(list["chats"], json!([]));
    let unblock = format!("/v1/market/users/{}/block", fixture.ann.id);
    assert_eq!(seller.delete(&unblock).await.status, 204);
    two.send(&two.one, "!").await;
    // Perhaps the event of the unblocking too, if it is decided after the message.
    let mut frame = stream.next().await;
    assert_eq!(frame.event, "chat");
    while frame.event == "chat" {
        assert_eq!(frame.data["chat"]["last_message"]["text"], "!");
        frame = stream.next().await;
    }
    assert_eq!(frame.event, "message");
}

#[tokio::test]
async fn typing_and_presence_are_signals_without_id() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;
    let _online = two.one.open_stream_at(&two.path("/events")).await;
    eventually("typing to arrive", async || {
        let body = json!({ "typing": true });
        two.one.post(&two.chat("/typing"), &body).await.expect(204);
        let frame = stream.try_next_frame().await?;
        assert_eq!(frame.id, "");
        (frame.event == "typing").then_some(())
    })
    .await;
}

#[tokio::test]
async fn malformed_cursor_is_refused_and_an_unknown_one_resets() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let path = two.path("/events");
        for (header, query) in [("x", ""), ("1", ""), ("", "?last_event_id=1-x")] {
            let mut request = two
                .one
                .request(reqwest::Method::GET, &format!("{path}{query}"));
            if !header.is_empty() {
                request = request.header("Last-Event-ID", header);
            }
            let refused = two.one.send(request).await;
            assert_refused(&refused, 400, "invalid_last_event_id");
        }
        let head = fixture.database.head().await;
        for unknown in [format!("{head}-0badf00d"), format!("{}-0badf00d", head + 9)] {
            let mut stream = open(&two.one, realm, &unknown).await;
            let reset = stream.next().await;
            assert_eq!(reset.event, "reset", "{realm}");
            // It is resumed from like any event.
            two.send(&two.other, &unknown).await;
            let mut resumed = open(&two.one, realm, &reset.id).await;
            for stream in [&mut stream, &mut resumed] {
                let message = next_of(stream, "message").await;
                assert_eq!(message["message"]["text"], unknown, "{realm}");
            }
        }
    }
}

#[tokio::test]
async fn stream_ends_when_its_token_expires() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    // A server that is slower than the token lives refuses it: then a longer life is tried.
    for seconds in [1, 2, 4, 8, 16, 32] {
        let token = token_lasting(two.one_id, Duration::from_secs(seconds));
        let brief = fixture.replica.anonymous_client().with_token(&token);
        let request = brief.request(reqwest::Method::GET, &two.path("/events"));
        let Some(mut stream) = EventStream::try_open(request).await else {
            continue;
        };
        stream.ended().await;
        let refused = brief.get(&two.path("/me")).await;
        assert_refused(&refused, 401, "token_expired");
        return;
    }
    panic!("no token lived long enough");
}

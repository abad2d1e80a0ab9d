//! Pinned messages.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{NativeFixture, Two, ids, next_of, put};
use crate::support::{Answer, Client, EventStream, assert_refused};

async fn pin(two: &Two, who: &Client, message: i64) -> Answer {
    put(who, &two.chat(&format!("/pins/{message}"))).await
}

async fn unpin(two: &Two, who: &Client, message: i64) -> Answer {
    who.delete(&two.chat(&format!("/pins/{message}"))).await
}

/// The messages that are pinned in a chat.
fn pinned_in(chat: &Value) -> Vec<i64> {
    let pins = chat["pins"].as_array().expect("a list").iter();
    pins.map(|pin| pin["message_id"].as_i64().expect("an id"))
        .collect()
}

/// The pinned messages, which the chat and the list of chats show.
async fn pinned(two: &Two, who: &Client) -> Vec<i64> {
    let shown = two.shown(who).await;
    let list = who.get(&two.path("/chats")).await.expect(200);
    let chats = list["chats"].as_array().unwrap().iter();
    let listed = chats.filter(|chat| chat["id"] == two.chat_id);
    for chat in listed {
        assert_eq!(chat["pins"], shown["pins"]);
    }
    pinned_in(&shown)
}

/// The pinned messages of the next `chat` event.
async fn next_pinned(stream: &mut EventStream) -> Vec<i64> {
    pinned_in(&next_of(stream, "chat").await["chat"])
}

#[tokio::test]
async fn pinned_messages_are_listed_oldest_pin_first() {
    let fixture = NativeFixture::new().await;
    for realm in ["school", "campus", "messenger", "direct"] {
        let two = fixture.two(realm).await;
        let (first, second) = (
            two.send(&two.one, "1").await,
            two.send(&two.other, "2").await,
        );
        pin(&two, &two.other, second).await.expect(204);
        pin(&two, &two.one, first).await.expect(204);
        let head = fixture.database.head().await;
        for who in [&two.one, &two.other] {
            pin(&two, who, second).await.expect(204);
            assert_eq!(pinned(&two, who).await, [second, first], "{realm}");
        }
        assert_eq!(fixture.database.head().await, head, "repeating is silent");
        // Either unpins what the other has pinned.
        for _ in 0..2 {
            unpin(&two, &two.one, second).await.expect(204);
        }
        assert_eq!(pinned(&two, &two.other).await, [first]);
        pin(&two, &two.one, second).await.expect(204);
        assert_eq!(pinned(&two, &two.other).await, [first, second]);
    }
    fixture.assert_verified().await;
}

#[tokio::test]
async fn pins_say_who_pinned_and_when() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let (first, second) = (two.send(&two.one, "1").await, two.send(&two.one, "2").await);
    pin(&two, &two.other, second).await.expect(204);
    pin(&two, &two.one, first).await.expect(204);
    let shown = two.shown(&two.one).await;
    let at = |pin: usize| {
        let at = shown["pins"][pin]["pinned_at"].as_str().expect("a text");
        at.parse::<Timestamp>().expect("a time")
    };
    assert!(at(0) <= at(1), "{shown}");
    let expected = json!([
        { "message_id": second, "pinned_by_id": two.other_id, "pinned_at": shown["pins"][0]["pinned_at"] },
        { "message_id": first, "pinned_by_id": two.one_id, "pinned_at": shown["pins"][1]["pinned_at"] },
    ]);
    assert_eq!(shown["pins"], expected);
    // Beside a list stands who pinned, also without a message on it.
    let list = two.one.get(&two.path("/chats")).await.expect(200);
    assert!(ids(&list["users"]).contains(&two.other_id), "{list}");
    // A pin stays when its author does not.
    let erase = format!("CALL audit.erase_user({})", two.other_id);
    fixture.database.execute(&erase).await;
    let shown = two.shown(&two.one).await;
    assert_eq!(pinned_in(&shown), [second, first]);
    let by = &shown["pins"][0]["pinned_by_id"];
    assert!(by.is_null() || *by == two.other_id, "{shown}");
    fixture.assert_verified().await;
}

#[tokio::test]
async fn owner_and_admins_of_a_group_pin() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let message = group.send(&group.other, "!").await;
    let refused = pin(&group, &group.other, message).await;
    assert_refused(&refused, 403, "not_a_group_admin");
    pin(&group, &group.one, message).await.expect(204);
    let refused = unpin(&group, &group.other, message).await;
    assert_refused(&refused, 403, "not_a_group_admin");
    let joined = format!(
        "INSERT INTO events (chat_id, kind, payload)
         VALUES ({}, 'participant_joined', '{{\"user_id\": {}, \"role\": \"admin\"}}')",
        group.chat_id, group.other_id
    );
    fixture.database.execute(&joined).await;
    let can = group.shown(&group.other).await["me"]["can"].clone();
    assert!(can.as_array().unwrap().contains(&json!("pin")), "{can}");
    unpin(&group, &group.other, message).await.expect(204);
    assert_eq!(pinned(&group, &group.one).await, [0_i64; 0]);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn only_messages_of_the_chat_are_pinned() {
    let fixture = NativeFixture::new().await;
    let (two, group) = (fixture.two("campus").await, fixture.group("campus").await);
    let (message, foreign) = (
        two.send(&two.one, "!").await,
        group.send(&group.one, "!").await,
    );
    let deleted = two.send(&two.one, "!").await;
    let path = two.path(&format!("/messages/{deleted}"));
    two.one.delete(&path).await.expect(204);
    for message in [foreign, deleted, two.chat_id, 987_654_321, 0, -1] {
        let refused = pin(&two, &two.one, message).await;
        assert_refused(&refused, 404, "message_not_found");
        let refused = unpin(&two, &two.one, message).await;
        assert_refused(&refused, 404, "message_not_found");
    }
    let missing = two.path(&format!("/chats/987654321/pins/{message}"));
    assert_refused(&put(&two.one, &missing).await, 404, "chat_not_found");
    assert_eq!(pinned(&two, &two.one).await, [0_i64; 0]);
}

#[tokio::test]
async fn those_who_may_not_write_may_not_pin() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    let refused = pin(&two, &two.stranger, message).await;
    assert_refused(&refused, 403, "not_a_participant");
    let block = format!("/users/{}/block", two.other_id);
    put(&two.one, &two.path(&block)).await.expect(204);
    let refused = pin(&two, &two.other, message).await;
    assert_refused(&refused, 403, "blocked");
    let school = fixture.two("school").await;
    let message = school.send(&school.one, "!").await;
    let admin = fixture.client(&fixture.admin);
    let refused = pin(&school, &admin, message).await;
    assert_refused(&refused, 403, "read_only_role");
    let refused = pin(&school, &school.stranger, message).await;
    assert_refused(&refused, 403, "not_a_participant");
    let market = fixture.two("market").await;
    let message = market.send(&market.one, "!").await;
    let refused = pin(&market, &market.one, message).await;
    assert_refused(&refused, 403, "not_in_this_realm");
}

#[tokio::test]
async fn chat_has_at_most_fifty_pins() {
    let fixture = NativeFixture::with(&[("REALMS", "all"), ("SEND_LIMIT", "off")]).await;
    let two = fixture.two("campus").await;
    let mut sent = Vec::new();
    for number in 0..51 {
        sent.push(two.send(&two.one, &number.to_string()).await);
    }
    for message in &sent[..50] {
        pin(&two, &two.one, *message).await.expect(204);
    }
    let refused = pin(&two, &two.other, sent[50]).await;
    assert_refused(&refused, 409, "too_many_pins");
    pin(&two, &two.other, sent[3]).await.expect(204);
    unpin(&two, &two.one, sent[0]).await.expect(204);
    pin(&two, &two.other, sent[50]).await.expect(204);
    assert_eq!(pinned(&two, &two.one).await, sent[1..]);
}

#[tokio::test]
async fn pins_reach_all_members() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("messenger").await;
    let message = group.send(&group.one, "!").await;
    let (mut own, mut others) = (
        group.one.open_stream_at(&group.path("/events")).await,
        group.other.open_stream_at(&group.path("/events")).await,
    );
    pin(&group, &group.one, message).await.expect(204);
    for stream in [&mut own, &mut others] {
        assert_eq!(next_pinned(stream).await, [message]);
        assert_ne!(stream.last_event_id, "");
    }
    unpin(&group, &group.one, message).await.expect(204);
    for stream in [&mut own, &mut others] {
        assert_eq!(next_pinned(stream).await, [0_i64; 0]);
    }
}

#[tokio::test]
async fn deleting_a_message_unpins_it() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("campus").await;
    let (message, kept) = (
        two.send(&two.one, "!").await,
        two.send(&two.other, "?").await,
    );
    for message in [message, kept] {
        pin(&two, &two.one, message).await.expect(204);
    }
    let before = two.other.get(&two.path("/chats")).await;
    let before = before.headers["last-event-id"].to_str().unwrap().to_owned();
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;
    let path = two.path(&format!("/messages/{message}"));
    two.one.delete(&path).await.expect(204);
    let deleted = stream.next().await;
    assert_eq!(deleted.event, "message_deleted");
    let chat = stream.next().await;
    assert_eq!(chat.event, "chat");
    assert_eq!(pinned_in(&chat.data["chat"]), [kept]);
    let request = two
        .other
        .request(reqwest::Method::GET, &two.path("/events"));
    let request = request.header("Last-Event-ID", before);
    let mut resumed = EventStream::open(request).await;
    assert_eq!(resumed.next().await.data, deleted.data);
    assert_eq!(next_pinned(&mut resumed).await, [kept]);
    // An erasure deletes messages too.
    let erase = format!("CALL audit.erase_user({})", two.other_id);
    let mut stream = two.one.open_stream_at(&two.path("/events")).await;
    fixture.database.execute(&erase).await;
    next_of(&mut stream, "message_deleted").await;
    assert_eq!(next_pinned(&mut stream).await, [0_i64; 0]);
    fixture.assert_verified().await;
}

#[tokio::test]
async fn pin_does_not_list_a_hidden_chat_again() {
    let fixture = NativeFixture::new().await;
    let two = fixture.two("direct").await;
    let message = two.send(&two.one, "!").await;
    two.other.delete(&two.chat("")).await.expect(204);
    let mut stream = two.other.open_stream_at(&two.path("/events")).await;
    pin(&two, &two.one, message).await.expect(204);
    let list = two.other.get(&two.path("/chats")).await.expect(200);
    assert!(ids(&list["chats"]).is_empty());
    // The event of the pin is decided before this message arrives.
    let eve = fixture.client(&fixture.eve);
    let new = json!({ "type": "private", "user_ids": [two.other_id] });
    let chat = eve.post(&two.path("/chats"), &new).await.expect(201);
    let path = two.path(&format!("/chats/{}/messages", chat["id"]));
    eve.post(&path, &json!({ "text": "!" })).await.expect(201);
    let mut frame = stream.next().await;
    while frame.event != "message" {
        assert_ne!(frame.data["chat"]["id"], two.chat_id);
        frame = stream.next().await;
    }
    two.send(&two.one, "listed again").await;
    let mut chat = stream.next().await;
    while chat.event != "chat" {
        chat = stream.next().await;
    }
    assert_ne!(chat.id, "");
    assert_eq!(pinned_in(&chat.data["chat"]), [message]);
}

//! The stream: a snapshot and the events after it give a new snapshot.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{NativeFixture, REALMS, SETTINGS, Two, next_of, patch, put, put_json, reactions};
use crate::support::{Client, EventStream, Replica, eventually};

/// What a client knows: chats and messages, by id.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) chats: BTreeMap<i64, Value>,
    messages: BTreeMap<i64, Value>,
}

/// Reads the chats and their messages, and the event id before which they were read.
pub(super) async fn snapshot(client: &Client, realm: &str) -> (Known, String) {
    let answer = client.get(&format!("/v1/{realm}/chats")).await;
    let cursor = answer.headers["last-event-id"].to_str().unwrap().to_owned();
    let mut known = Known::default();
    for chat in answer.expect(200)["chats"].as_array().unwrap() {
        let path = format!("/v1/{realm}/chats/{}/messages", chat["id"]);
        let page = client.get(&path).await.expect(200);
        for message in page["messages"].as_array().unwrap() {
            known
                .messages
                .insert(message["id"].as_i64().unwrap(), message.clone());
        }
        known
            .chats
            .insert(chat["id"].as_i64().unwrap(), comparable(chat.clone()));
    }
    for (id, chat) in &known.chats {
        let newest = known.newest_message(*id);
        assert_eq!(without_quote(&chat["last_message"]), newest);
    }
    (known, cursor)
}

/// A message as its own events bring it: quotes follow those of other messages.
fn without_quote(message: &Value) -> Value {
    let mut message = message.clone();
    if message.is_object() {
        message["reply_to"] = Value::Null;
    }
    message
}

/// A chat without the fields that its events do not keep up to date: presence, which has events of its
/// own, and mentions.
fn comparable(mut chat: Value) -> Value {
    chat["unread_mentions"] = Value::Null;
    for member in chat["members"].as_array_mut().unwrap() {
        member["user"]["online"] = Value::Null;
        member["user"]["last_seen"] = Value::Null;
    }
    chat
}

impl Known {
    pub(super) fn apply(&mut self, event: &str, data: &Value, me: i64) {
        let chat_id = data["chat_id"].as_i64().unwrap_or_default();
        match event {
            "message" | "message_edited" => {
                let message = data["message"].clone();
                let id = message["id"].as_i64().unwrap();
                let is_new = !self.messages.contains_key(&id);
                let chat = self.chats.get_mut(&message["chat_id"].as_i64().unwrap());
                if let Some(chat) = chat.filter(|_| event == "message" && is_new) {
                    // `read` says the same, but the connection may end before it.
                    move_mark(chat, &message["author_id"], &message["id"], me);
                    // A `chat` event may have counted it already.
                    let is_newest = chat["last_message"]["id"].as_i64() < Some(id);
                    if is_newest && message["author_id"] != me && message["type"] != "system" {
                        let unread = chat["unread_count"].as_i64().unwrap() + 1;
                        chat["unread_count"] = unread.into();
                    }
                    if is_newest {
                        chat["last_message"] = message.clone();
                    }
                }
                self.messages.insert(id, message);
            }
            "message_deleted" => {
                let id = data["message_id"].as_i64().unwrap();
                if let Some(message) = self.messages.get_mut(&id) {
                    message["text"] = "".into();
                    message["reactions"] = json!([]);
                    message["deleted_at"] = "deleted".into();
                }
            }
            "reaction" => self.react(data, me),
            "read" => {
                let Some(chat) = self.chats.get_mut(&chat_id) else {
                    return;
                };
                move_mark(chat, &data["user_id"], &data["last_read_id"], me);
                if data["user_id"] == me {
                    chat["unread_count"] = data["unread_count"].clone();
                }
            }
            "chat" => {
                let chat = data["chat"].clone();
                let id = chat["id"].as_i64().unwrap();
                if chat["me"]["archived"] == true {
                    // The list that the snapshot read leaves it out.
                    self.chats.remove(&id);
                } else {
                    self.chats.insert(id, comparable(chat));
                }
            }
            "chat_removed" => {
                self.chats.remove(&chat_id);
            }
            other => panic!("an unknown event: {other}"),
        }
    }

    fn react(&mut self, data: &Value, me: i64) {
        let message = self.messages.get_mut(&data["message_id"].as_i64().unwrap());
        let reactions = message.expect("the message is known")["reactions"].as_array_mut();
        let reactions = reactions.unwrap();
        let same = |reaction: &Value| reaction["emoji"] == data["emoji"];
        let place = reactions.iter().position(same).unwrap_or_else(|| {
            reactions.push(json!({ "emoji": data["emoji"], "mine": false }));
            reactions.len() - 1
        });
        reactions[place]["count"] = data["count"].clone();
        if data["user_id"] == me {
            reactions[place]["mine"] = data["added"].clone();
        }
        reactions.retain(|reaction| reaction["count"] != 0);
    }

    /// Without the counts, which a `chat` event may already have, and exact times of deletions.
    pub(super) fn settled(mut self) -> Self {
        let chats = self.chats.clone();
        self.messages
            .retain(|_, message| chats.contains_key(&message["chat_id"].as_i64().unwrap()));
        for message in self.messages.values_mut() {
            message["client_id"] = Value::Null;
            if !message["deleted_at"].is_null() {
                message["deleted_at"] = "deleted".into();
            }
        }
        for id in chats.keys() {
            let newest = self.newest_message(*id);
            let chat = self.chats.get_mut(id).unwrap();
            chat["unread_count"] = Value::Null;
            chat["last_message"] = newest;
        }
        self
    }

    /// The newest message of a chat that is not deleted; null if there is none.
    fn newest_message(&self, chat_id: i64) -> Value {
        let mut newest_first = self.messages.values().rev();
        let newest = newest_first
            .find(|message| message["chat_id"] == chat_id && message["deleted_at"].is_null());
        without_quote(newest.unwrap_or(&Value::Null))
    }

    /// What is unread in each chat.
    pub(super) fn unread(&self) -> Vec<(i64, i64)> {
        let chats = self.chats.iter();
        chats
            .map(|(id, chat)| (*id, chat["unread_count"].as_i64().unwrap()))
            .collect()
    }
}

/// A mark never moves back.
fn move_mark(chat: &mut Value, user_id: &Value, mark: &Value, me: i64) {
    for member in chat["members"].as_array_mut().unwrap() {
        let is_newer = member["last_read_id"].as_i64() < mark.as_i64();
        if member["user"]["id"] == *user_id && is_newer {
            member["last_read_id"] = mark.clone();
        }
    }
    let own = &mut chat["me"]["last_read_id"];
    if *user_id == me && own.as_i64() < mark.as_i64() {
        *own = mark.clone();
    }
}

pub(super) async fn open(client: &Client, realm: &str, after: &str) -> EventStream {
    let request = client.request(reqwest::Method::GET, &format!("/v1/{realm}/events"));
    EventStream::open(request.header("Last-Event-ID", after)).await
}

/// Something of everything in a private chat.
pub(super) async fn act(two: &Two) {
    let first = two.send(&two.one, "first").await;
    two.send(&two.other, "second").await;
    let mut settings = json!({ "muted_until": "2099-01-01T00:00:00Z", "archived": true });
    if two.realm != "market" {
        settings["pinned"] = true.into();
    }
    put_json(&two.one, &two.chat("/me"), &settings)
        .await
        .expect(200);
    let mention = json!({ "text": "@", "mention_ids": [two.one_id] });
    two.other
        .post(&two.chat("/messages"), &mention)
        .await
        .expect(201);
    let third = two.send(&two.one, "third").await;
    let body = json!({ "text": "reply", "reply_to": first });
    two.other
        .post(&two.chat("/messages"), &body)
        .await
        .expect(201);
    if two.realm != "market" {
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
        let path = reactions::path(two, first, "👍");
        two.one.delete(&path).await.expect(204);
        let path = two.path(&format!("/messages/{first}"));
        patch(&two.one, &path, &json!({ "text": "edited" }))
            .await
            .expect(200);
    }
    two.one
        .delete(&two.path(&format!("/messages/{third}")))
        .await;
    two.one
        .post(&two.chat("/read"), &json!({}))
        .await
        .expect(204);
    if two.realm != "school" {
        two.other.delete(&two.chat("")).await.expect(204);
        two.send(&two.one, "listed again").await;
    }
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
            let mut stream = open(&client, realm, &cursor).await;
            while stream.last_event_id != last {
                let frame = stream.next().await;
                known.apply(&frame.event, &frame.data, person.id);
            }
            // Quotes follow edits and deletions of their messages, as the contract says.
            let (known, expected) = (known.settled(), expected.settled());
            assert_eq!(
                known.chats, expected.chats,
                "{realm}: chats after the events"
            );
            let texts = |known: &Known| -> Vec<Value> {
                let messages = known.messages.values();
                messages
                    .map(|message| {
                        let deleted_at = &message["deleted_at"];
                        json!([
                            message["id"],
                            message["text"],
                            deleted_at,
                            message["reactions"]
                        ])
                    })
                    .collect()
            };
            assert_eq!(texts(&known), texts(&expected), "{realm}: messages");
        }
    }
}

#[tokio::test]
async fn own_messages_arrive_with_their_client_id() {
    let fixture = NativeFixture::new().await;
    for realm in REALMS {
        let two = fixture.two(realm).await;
        let (mut own, mut others) = (
            two.one.open_stream_at(&two.path("/events")).await,
            two.other.open_stream_at(&two.path("/events")).await,
        );
        let client_id = uuid::Uuid::new_v4().to_string();
        let body = json!({ "text": "!", "client_id": client_id });
        two.one
            .post(&two.chat("/messages"), &body)
            .await
            .expect(201);
        let received = next_of(&mut own, "message").await;
        assert_eq!(received["message"]["client_id"], client_id);
        let read = next_of(&mut own, "read").await;
        assert_eq!(
            (&read["user_id"], &read["unread_count"]),
            (&json!(two.one_id), &json!(0))
        );
        let received = next_of(&mut others, "message").await;
        assert_eq!(received["message"]["client_id"], Value::Null);
        let read = next_of(&mut others, "read").await;
        assert_eq!(read["unread_count"], Value::Null, "{realm}");
    }
}

#[tokio::test]
async fn members_follow_who_joins_and_leaves() {
    let fixture = NativeFixture::new().await;
    let group = fixture.group("campus").await;
    let mut eve = group.stranger.open_stream_at(&group.path("/events")).await;
    let mut bob = group.other.open_stream_at(&group.path("/events")).await;
    let body = json!({ "user_ids": [fixture.eve.id] });
    let chat = group.one.post(&group.chat("/members"), &body).await;
    assert_eq!(chat.expect(200)["member_count"], 3);
    for stream in [&mut eve, &mut bob] {
        let chat = next_of(stream, "chat").await;
        assert_eq!(chat["chat"]["member_count"], 3);
    }
    let remove = group.chat(&format!("/members/{}", fixture.eve.id));
    assert_eq!(group.one.delete(&remove).await.status, 204);
    let removed = next_of(&mut eve, "chat_removed").await;
    assert_eq!(removed, json!({ "chat_id": group.chat_id }));
    let chat = next_of(&mut bob, "chat").await;
    assert_eq!(chat["chat"]["member_count"], 2);
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
    let own = json!({ "type": "private", "member_ids": [two.one_id] });
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
        let body = json!({ "is_typing": true });
        two.one.post(&two.chat("/typing"), &body).await.expect(204);
        let frame = stream.try_next_frame().await?;
        assert_eq!(frame.id, "");
        (frame.event == "typing").then_some(())
    })
    .await;
}

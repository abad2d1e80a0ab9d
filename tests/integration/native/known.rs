//! A reference client: a snapshot, and how events change it (docs/native.md, "Unread counts").

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Client, EventStream};

/// What a client knows: chats and messages, by id.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) chats: BTreeMap<i64, Value>,
    pub(super) messages: BTreeMap<i64, Value>,
    /// The position of the last event that the counts of a chat contain: 0 as in the snapshot, after
    /// which every event counts.
    counted: BTreeMap<i64, i64>,
}

/// Reads the chats and their messages, and the event id before which they were read.
pub(super) async fn snapshot(client: &Client, realm: &str) -> (Known, String) {
    let answer = client.get(&format!("/v1/{realm}/chats")).await;
    let cursor = answer.headers["last-event-id"].to_str().unwrap().to_owned();
    let mut known = Known::default();
    let listed = answer.expect(200)["chats"].take();
    let archived = client
        .get(&format!("/v1/{realm}/chats?filter=archived"))
        .await;
    let archived = archived.expect(200)["chats"].take();
    let [listed, archived] = [listed, archived].map(|chats| chats.as_array().unwrap().clone());
    // Messages of archived chats too, which may be listed again.
    for chat in listed.iter().chain(&archived) {
        let path = format!("/v1/{realm}/chats/{}/messages?limit=100", chat["id"]);
        let page = client.get(&path).await.expect(200);
        for message in page["messages"].as_array().unwrap() {
            let id = message["id"].as_i64().unwrap();
            known.messages.insert(id, message.clone());
        }
    }
    for chat in listed {
        let id = chat["id"].as_i64().unwrap();
        known.chats.insert(id, comparable(chat));
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

/// A chat without the presence of its members, which has events of its own.
fn comparable(mut chat: Value) -> Value {
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
            "message" => self.receive(data, me),
            "message_edited" => {
                let message = data["message"].clone();
                let id = message["id"].as_i64().unwrap();
                let before = self.messages.get(&id).cloned();
                let chat = self.unread_chat(&message, &data["position"], me);
                if let Some((chat, before)) = chat.zip(before) {
                    let change = mentions(&message, me) - mentions(&before, me);
                    add(&mut chat["unread_mentions"], change);
                }
                let text = message["text"].as_str().unwrap().to_owned();
                self.messages.insert(id, message);
                self.quote(id, &text);
            }
            "message_deleted" => {
                let id = data["message_id"].as_i64().unwrap();
                let Some(message) = self.messages.get(&id).cloned() else {
                    return;
                };
                if let Some(chat) = self.unread_chat(&message, &data["position"], me) {
                    add(&mut chat["unread_count"], -1);
                    add(&mut chat["unread_mentions"], -mentions(&message, me));
                }
                self.delete(id, &data["deleted_at"]);
                self.quote(id, "");
            }
            "reaction" => self.react(data, me),
            "poll" => {
                let message = self.messages.get_mut(&data["message_id"].as_i64().unwrap());
                message.expect("the message is known")["poll"] = data["poll"].clone();
            }
            "read" => self.read(data, me),
            "chat" => {
                let chat = data["chat"].clone();
                let id = chat["id"].as_i64().unwrap();
                self.counted.insert(id, data["as_of"].as_i64().unwrap());
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

    /// A deleted message keeps its place, without what it said.
    fn delete(&mut self, id: i64, at: &Value) {
        let message = self.messages.get_mut(&id).expect("the message is known");
        if message["type"] != "system" {
            message["type"] = "text".into();
        }
        message["text"] = "".into();
        for list in ["attachments", "reactions", "mentions"] {
            message[list] = json!([]);
        }
        for part in ["forwarded_from", "poll"] {
            message[part] = Value::Null;
        }
        message["deleted_at"] = at.clone();
    }

    /// Quotes follow their message.
    fn quote(&mut self, id: i64, text: &str) {
        let excerpt: String = text.chars().take(200).collect();
        for message in self.messages.values_mut() {
            if message["reply_to"]["id"] == id {
                message["reply_to"]["excerpt"] = excerpt.as_str().into();
            }
        }
    }

    fn receive(&mut self, data: &Value, me: i64) {
        let message = data["message"].clone();
        let id = message["id"].as_i64().unwrap();
        self.messages.insert(id, message.clone());
        let chat_id = message["chat_id"].as_i64().unwrap();
        if let Some(chat) = self.unread_chat(&message, &data["position"], me) {
            add(&mut chat["unread_count"], 1);
            add(&mut chat["unread_mentions"], mentions(&message, me));
        }
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return;
        };
        if chat["last_message"]["id"].as_i64() < Some(id) {
            chat["last_message"] = message;
        }
    }

    fn read(&mut self, data: &Value, me: i64) {
        let chat_id = data["chat_id"].as_i64().unwrap();
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return;
        };
        move_mark(chat, &data["user_id"], &data["last_read_id"], me);
        let counted = self.counted.entry(chat_id).or_default();
        let as_of = data["as_of"].as_i64();
        if let Some(as_of) = as_of.filter(|as_of| as_of >= counted) {
            *counted = as_of;
            chat["unread_count"] = data["unread_count"].clone();
            chat["unread_mentions"] = data["unread_mentions"].clone();
        }
    }

    /// The chat of a message that is unread, if its counts do not contain the event at a position.
    fn unread_chat(&mut self, message: &Value, position: &Value, me: i64) -> Option<&mut Value> {
        let chat_id = message["chat_id"].as_i64().unwrap();
        let chat = self.chats.get_mut(&chat_id)?;
        let counted = self.counted.get(&chat_id).copied().unwrap_or_default();
        let is_unread = message["id"].as_i64() > chat["me"]["last_read_id"].as_i64();
        let is_counted = message["author_id"] != me && message["type"] != "system";
        let is_later = position.as_i64() > Some(counted);
        (is_unread && is_counted && is_later).then_some(chat)
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

    /// Without the ids of clients, and quotes of newest messages.
    pub(super) fn settled(mut self) -> Self {
        let chats = self.chats.clone();
        self.messages
            .retain(|_, message| chats.contains_key(&message["chat_id"].as_i64().unwrap()));
        for message in self.messages.values_mut() {
            message["client_id"] = Value::Null;
        }
        for id in chats.keys() {
            let newest = self.newest_message(*id);
            let chat = self.chats.get_mut(id).unwrap();
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
}

/// 1 if a message mentions this user.
fn mentions(message: &Value, me: i64) -> i64 {
    let mentions = message["mentions"].as_array().unwrap();
    i64::from(mentions.contains(&json!(me)))
}

fn add(count: &mut Value, change: i64) {
    *count = (count.as_i64().unwrap() + change).into();
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

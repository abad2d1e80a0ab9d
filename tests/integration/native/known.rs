//! A reference client: a snapshot, and how events change it (docs/native.md, "Unread counts").

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::frame_rules::assert_whole;
use super::known_members::{KnownMembers, hide_presence, read_members, show_user};
use crate::support::{Client, EventStream, Frame};

/// What a client knows: chats and messages, by id, and the members of its groups.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) chats: BTreeMap<i64, Value>,
    pub(super) messages: BTreeMap<i64, Value>,
    pub(super) members: KnownMembers,
    /// The position of the last event that the counts of a chat contain: 0 as in the snapshot, after
    /// which every event counts.
    counted: BTreeMap<i64, i64>,
}

/// Reads the chats, their messages and the members of groups, and the event id before which they were read.
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
    // What archived chats have too, which may be listed again.
    for chat in listed.iter().chain(&archived) {
        let path = format!("/v1/{realm}/chats/{}", chat["id"]);
        known.read_messages(client, &path).await;
        if chat["type"] == "group" {
            let id = chat["id"].as_i64().unwrap();
            known.members.insert(id, read_members(client, &path).await);
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

/// A chat without the presence of its members, which has events of its own. A group has its members in pages.
fn comparable(mut chat: Value) -> Value {
    assert_eq!(chat["members"].is_null(), chat["type"] == "group", "{chat}");
    for member in chat["members"].as_array_mut().into_iter().flatten() {
        hide_presence(&mut member["user"]);
    }
    chat
}

/// The counts of a chat.
fn counts(data: &Value) -> [Value; 2] {
    ["unread_count", "unread_mention_count"].map(|name| data[name].clone())
}

impl Known {
    pub(super) fn apply(&mut self, frame: &Frame, me: i64) {
        assert_whole(frame);
        let data = &frame.data;
        match frame.event.as_str() {
            "message" => self.receive(data, me),
            "message_edited" => self.edit(data, me),
            "message_deleted" => self.delete(data),
            "reaction" => self.react(data, me),
            "poll" => {
                let message = self.messages.get_mut(&data["message_id"].as_i64().unwrap());
                message.expect("the message is known")["poll"] = data["poll"].clone();
            }
            "read" => {
                let mark = &data["last_read_id"];
                self.move_mark(data, mark);
                if self.count(data, counts(data), data["as_of"].as_i64()) {
                    self.set_own_mark(data, |_| mark.as_i64());
                }
            }
            "chat" => self.show(data),
            "member" | "member_removed" => {
                self.members.apply(&frame.event, data);
                let chat = self.chats.get_mut(&data["chat_id"].as_i64().unwrap());
                if let Some(chat) = chat {
                    chat["member_count"] = data["member_count"].clone();
                }
            }
            "chat_removed" => {
                let chat_id = data["chat_id"].as_i64().unwrap();
                self.chats.remove(&chat_id);
                self.members.remove(chat_id);
            }
            "user" => {
                self.members.show_user(&data["user"]);
                for chat in self.chats.values_mut() {
                    let members = chat["members"].as_array_mut().into_iter().flatten();
                    show_user(members, &data["user"]);
                }
            }
            other => panic!("an unknown event: {other}"),
        }
    }

    /// The newest messages of a chat, whose path this is.
    async fn read_messages(&mut self, client: &Client, path: &str) {
        let path = format!("{path}/messages?limit=100");
        let page = client.get(&path).await.expect(200);
        for message in page["messages"].as_array().unwrap() {
            let id = message["id"].as_i64().unwrap();
            self.messages.insert(id, message.clone());
        }
    }

    fn receive(&mut self, data: &Value, me: i64) {
        let message = data["message"].clone();
        let id = message["id"].as_i64().unwrap();
        self.messages.insert(id, message.clone());
        if data["marks_read"] == true {
            let author = json!({ "chat_id": message["chat_id"], "user_id": message["author_id"] });
            self.move_mark(&author, &message["id"]);
            if message["author_id"] == me {
                self.set_own_mark(&author, |mark| mark.max(Some(id)));
                self.count(&author, [json!(0), json!(0)], Some(id));
            }
        }
        if let Some(chat) = self.unread_chat(&message, &data["position"], me) {
            add(&mut chat["unread_count"], 1);
            add(&mut chat["unread_mention_count"], mentions(&message, me));
        }
        let Some(chat) = self.chats.get_mut(&message["chat_id"].as_i64().unwrap()) else {
            return;
        };
        if chat["last_message"]["id"].as_i64() < Some(id) {
            chat["last_message"] = message;
        }
    }

    fn edit(&mut self, data: &Value, me: i64) {
        let message = data["message"].clone();
        let id = message["id"].as_i64().unwrap();
        let before = self.messages.get(&id).cloned();
        let chat = self.unread_chat(&message, &data["position"], me);
        if let Some((chat, before)) = chat.zip(before) {
            let change = mentions(&message, me) - mentions(&before, me);
            add(&mut chat["unread_mention_count"], change);
        }
        let text = message["text"].as_str().unwrap().to_owned();
        self.messages.insert(id, message);
        self.quote(id, &text);
    }

    fn delete(&mut self, data: &Value) {
        let id = data["message_id"].as_i64().unwrap();
        self.empty(id, &data["at"]);
        self.quote(id, "");
        let chat = self.chats.get_mut(&data["chat_id"].as_i64().unwrap());
        if let Some(chat) = chat {
            chat["last_message"] = data["last_message"].clone();
        }
        self.count(data, counts(data), data["as_of"].as_i64());
    }

    /// A deleted message keeps its place, without what it said.
    fn empty(&mut self, id: i64, at: &Value) {
        let Some(message) = self.messages.get_mut(&id) else {
            return;
        };
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
        message["custom"] = json!({});
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

    fn show(&mut self, data: &Value) {
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

    /// What is unread in a chat, unless the client has counted later events: then false.
    fn count(&mut self, data: &Value, unread: [Value; 2], as_of: Option<i64>) -> bool {
        let chat_id = data["chat_id"].as_i64().unwrap();
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return false;
        };
        let counted = self.counted.entry(chat_id).or_default();
        let is_own = !unread[0].is_null();
        let as_of = as_of.filter(|as_of| is_own && as_of >= counted);
        if let Some(as_of) = as_of {
            *counted = as_of;
            [chat["unread_count"], chat["unread_mention_count"]] = unread;
        }
        as_of.is_some()
    }

    /// The mark of one's own devices, which may move back.
    fn set_own_mark(&mut self, of: &Value, moved: impl FnOnce(Option<i64>) -> Option<i64>) {
        let chat = self.chats.get_mut(&of["chat_id"].as_i64().unwrap());
        if let Some(mark) = chat.map(|chat| &mut chat["me"]["last_read_id"]) {
            *mark = json!(moved(mark.as_i64()));
        }
    }

    /// The chat of a message that is unread, if its counts do not contain the event at a position.
    fn unread_chat(&mut self, message: &Value, position: &Value, me: i64) -> Option<&mut Value> {
        let chat_id = message["chat_id"].as_i64().unwrap();
        let chat = self.chats.get_mut(&chat_id)?;
        let counted = self.counted.get(&chat_id).copied().unwrap_or_default();
        let is_unread = message["id"].as_i64() > chat["me"]["last_read_id"].as_i64();
        // Nothing is unread for who is no member.
        let is_member = !chat["me"]["role"].is_null();
        let is_counted = is_member && message["author_id"] != me && message["type"] != "system";
        let is_later = position.as_i64() > Some(counted);
        (is_unread && is_counted && is_later).then_some(chat)
    }

    /// The read mark of a member of a chat, as others see it. It never moves back.
    fn move_mark(&mut self, of: &Value, mark: &Value) {
        let chat_id = of["chat_id"].as_i64().unwrap();
        self.members.move_mark(chat_id, &of["user_id"], mark);
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return;
        };
        for member in chat["members"].as_array_mut().into_iter().flatten() {
            let is_newer = member["last_read_id"].as_i64() < mark.as_i64();
            if member["user"]["id"] == of["user_id"] && is_newer {
                member["last_read_id"] = mark.clone();
            }
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

    /// Asserts that this is what a new snapshot has.
    pub(super) fn assert_same(self, expected: Self, what: &str) {
        let (known, expected) = (self.settled(), expected.settled());
        assert_eq!(known.chats, expected.chats, "chats: {what}");
        assert_eq!(known.messages, expected.messages, "messages: {what}");
        known.members.assert_same(&expected.members, what);
    }

    /// Without the ids of clients, and quotes of newest messages.
    fn settled(mut self) -> Self {
        let chats = self.chats.clone();
        self.messages
            .retain(|_, message| chats.contains_key(&message["chat_id"].as_i64().unwrap()));
        for message in self.messages.values_mut() {
            message["client_id"] = Value::Null;
        }
        for (id, chat) in &chats {
            let newest = self.newest_message(*id);
            assert_eq!(chat["last_message"]["id"], newest["id"], "{chat}");
            self.chats.get_mut(id).unwrap()["last_message"] = newest;
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
    let mut mentions = message["mentions"].as_array().unwrap().iter();
    i64::from(mentions.any(|mention| mention["user_id"] == me))
}

fn add(count: &mut Value, change: i64) {
    *count = (count.as_i64().unwrap() + change).into();
}

pub(super) async fn open(client: &Client, realm: &str, after: &str) -> EventStream {
    let request = client.request(reqwest::Method::GET, &format!("/v1/{realm}/events"));
    EventStream::open(request.header("Last-Event-ID", after)).await
}

/// Follows a stream after an id, up to the event of another one.
pub(super) async fn follow(
    known: &mut Known,
    (client, realm, me): (&Client, &str, i64),
    (after, last): (&str, &str),
) {
    let mut stream = open(client, realm, after).await;
    while stream.last_event_id != last {
        known.apply(&stream.next().await, me);
    }
}

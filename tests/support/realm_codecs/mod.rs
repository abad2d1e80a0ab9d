//! The wire formats of the realms behind one interface: paths, frames, refusals.
//!
//! Frames are JSON objects with a `type`: over Server-Sent Events and Socket.IO, the event's
//! name with its `data`, and `ack` for the answer to a send.

mod requests;

use serde_json::{Value, json};
use uuid::Uuid;
use vestnik::contracts::{campus, direct, market, messenger, school};
use vestnik::domain::Realm;

use crate::{Client, Person, TestDatabase};

/// The realms in which clients send over sockets.
pub const SOCKET_REALMS: [Realm; 4] = [
    direct::REALM,
    campus::REALM,
    messenger::REALM,
    market::REALM,
];

enum Codec {
    School,
    Messenger,
    Campus,
    Market,
    Direct,
}

impl Codec {
    fn of(realm: Realm) -> Self {
        match realm {
            school::REALM => Self::School,
            messenger::REALM => Self::Messenger,
            campus::REALM => Self::Campus,
            market::REALM => Self::Market,
            direct::REALM => Self::Direct,
            _ => panic!("the realm {realm} has no codec"),
        }
    }
}

/// A conversation of two users.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub realm: Realm,
    /// The id on the wire in `direct` and `campus`.
    pub uuid: Uuid,
    /// The id in the log, and on the wire in the other realms.
    pub chat_id: i64,
    /// In the market the second member is a guest.
    pub members: [Person; 2],
}

impl PartialEq for Conversation {
    fn eq(&self, other: &Self) -> bool {
        self.chat_id == other.chat_id
    }
}

impl Eq for Conversation {}

impl Conversation {
    /// A new conversation without messages; a server of the realm listens at `base`.
    pub async fn new(database: &TestDatabase, base: &str, realm: Realm) -> Self {
        match Codec::of(realm) {
            Codec::School => {
                let pair = database.pair().await;
                Self::of(database, realm, pair.chat_id, [pair.teacher, pair.student]).await
            }
            Codec::Market => {
                let seller = database.person("member").await;
                let (guest, chat_id) = guest_of(&seller, database, base).await;
                Self::of(database, realm, chat_id, [seller, guest]).await
            }
            Codec::Direct | Codec::Campus | Codec::Messenger => {
                let member = database.person("member").await;
                Self::with(database, realm, &member).await
            }
        }
    }

    /// A new conversation of an account with a new user.
    pub async fn with(database: &TestDatabase, realm: Realm, member: &Person) -> Self {
        if realm == school::REALM {
            let teacher = database.person("teacher").await;
            let chat_id = database.complete_lesson(&teacher, member).await;
            return Self::of(database, realm, chat_id, [teacher, member.clone()]).await;
        }
        let other = database.person("member").await;
        let (one, two) = (member.id, other.id);
        let sql = format!(
            "INSERT INTO events (realm, kind, actor_id, payload)
             VALUES ('{realm}', 'chat_created', {one}, jsonb_build_object(
                 'type', 'private', 'pair_key', '{one}:{two}',
                 'participants', jsonb_build_array(
                     jsonb_build_object('user_id', {one}),
                     jsonb_build_object('user_id', {two}))))
             RETURNING chat_id",
            realm = realm.as_str()
        );
        let chat_id = database.number(&sql).await;
        Self::of(database, realm, chat_id, [member.clone(), other]).await
    }

    async fn of(database: &TestDatabase, realm: Realm, chat_id: i64, members: [Person; 2]) -> Self {
        let sql = "SELECT event_id FROM events WHERE position = $1";
        let client = database.client().await;
        let row = client.query_one(sql, &[&chat_id]).await;
        Self {
            realm,
            uuid: row.expect("the chat's first event").get(0),
            chat_id,
            members,
        }
    }

    /// The path of the stream that carries its events.
    pub fn path(&self) -> String {
        match Codec::of(self.realm) {
            Codec::School => "/api/events/chat?echo=true".to_owned(),
            Codec::Direct => "/api/v1/ws".to_owned(),
            Codec::Campus => format!("/api/unet-chat/ws/conversations/{}/", self.uuid),
            Codec::Messenger => "/socket.io/".to_owned(),
            Codec::Market => format!("/api/chat/ws/{}", self.chat_id),
        }
    }

    /// Whether its stream carries this conversation alone and ends with the membership.
    pub fn has_own_socket(&self) -> bool {
        matches!(Codec::of(self.realm), Codec::Campus | Codec::Market)
    }

    /// Whether clients receive a frame for each deleted message.
    pub fn shows_deletions(&self) -> bool {
        !matches!(Codec::of(self.realm), Codec::Direct | Codec::Messenger)
    }

    /// The path by which the first member blocks the second; the school has none.
    pub fn block_path(&self) -> String {
        let user_id = self.members[1].id;
        match Codec::of(self.realm) {
            Codec::School => unreachable!("the school has no blocks"),
            Codec::Direct => format!("/api/v1/chat/users/{user_id}/block"),
            Codec::Campus => format!("/api/unet-chat/users/{user_id}/block"),
            Codec::Messenger => format!("/api/messenger/users/{user_id}/block"),
            Codec::Market => format!("/api/chat/chats/{}/block", self.chat_id),
        }
    }

    /// The frame that sends a message; over Socket.IO, the data of `send_message`; over HTTP,
    /// the body.
    pub fn message(&self, text: &str, client_id: Uuid) -> Value {
        match Codec::of(self.realm) {
            Codec::School => json!({
                "chat_id": self.chat_id, "content": text, "client_id": client_id
            }),
            Codec::Direct => json!({
                "type": "message",
                "data": {
                    "conversation_id": self.uuid, "body": text, "client_id": client_id
                },
            }),
            Codec::Campus => json!({ "text": text, "client_id": client_id }),
            Codec::Messenger => json!({
                "conversationId": self.chat_id, "content": text, "clientId": client_id,
            }),
            Codec::Market => json!({
                "type": "message", "message_text": text, "client_id": client_id,
            }),
        }
    }

    /// The frame that starts or stops typing; over Socket.IO, the data of `typing`; over HTTP,
    /// the body.
    pub fn typing(&self, is_typing: bool) -> Value {
        match Codec::of(self.realm) {
            Codec::School => json!({ "is_typing": is_typing }),
            Codec::Direct => json!({
                "type": "typing",
                "data": { "conversation_id": self.uuid, "is_typing": is_typing },
            }),
            Codec::Campus => json!({ "type": "typing", "payload": { "is_typing": is_typing } }),
            Codec::Messenger => json!({ "conversationId": self.chat_id, "isTyping": is_typing }),
            Codec::Market => json!({ "type": "typing", "is_typing": is_typing }),
        }
    }

    /// The frame that marks all messages read; over Socket.IO, the data of `read_messages` for
    /// the newest message; over HTTP, the body.
    pub fn read(&self, newest: i64) -> Value {
        match Codec::of(self.realm) {
            Codec::School => json!({}),
            Codec::Direct => json!({ "type": "read", "data": { "conversation_id": self.uuid } }),
            Codec::Campus | Codec::Market => json!({ "type": "read" }),
            Codec::Messenger => json!({ "conversationId": self.chat_id, "messageIds": [newest] }),
        }
    }

    /// Frames of the realm's own types with missing or mistyped fields.
    pub fn malformed_frames(&self) -> &'static [&'static str] {
        match Codec::of(self.realm) {
            Codec::School | Codec::Messenger => &[],
            Codec::Direct => &[
                r#"{"type":"message","data":["x","y",null]}"#,
                r#"{"type":"message","data":{}}"#,
                r#"{"type":"typing","data":{"conversation_id":"x"}}"#,
                r#"{"type":"presence","data":{}}"#,
            ],
            Codec::Campus => &[
                r#"{"text":7}"#,
                r#"{"text":null}"#,
                r#"{"text":"a","reply_to":"b"}"#,
                r#"{"text":"a","client_id":"b"}"#,
                r#"{"type":"message:send"}"#,
                r#"{"type":"message:new","payload":{"text":"a"}}"#,
                r#"{"type":"typing","payload":{"is_typing":"yes"}}"#,
            ],
            Codec::Market => &[
                r#"{"type":"message","message_text":7}"#,
                r#"{"type":"message","message_text":"!","client_id":"x"}"#,
                r#"{"type":"typing"}"#,
            ],
        }
    }

    /// The event of a frame, by its name in the school's stream.
    pub fn event_of<'a>(&self, frame: &'a Value) -> &'a str {
        match frame["type"].as_str().unwrap_or_default() {
            _ if self.text_of(frame).is_some() => "new_message",
            "read" | "messages_read" => "chat_read",
            "conversation_created" => "chat_created",
            "online" | "user_status" => "presence",
            "user_typing" => "typing",
            "message:deleted" => "message_deleted",
            other => other,
        }
    }

    /// The `online` of a presence frame, or the `is_typing` of a typing frame.
    pub fn state_of(&self, frame: &Value) -> Option<bool> {
        let fields = match Codec::of(self.realm) {
            Codec::Market => frame,
            Codec::Campus => &frame["payload"],
            Codec::School | Codec::Direct | Codec::Messenger => &frame["data"],
        };
        let states = ["online", "is_online", "is_typing"].map(|name| fields[name].as_bool());
        states.into_iter().flatten().next()
    }

    /// The id to resume from after a frame of a logged event.
    pub fn id_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let id = match Codec::of(self.realm) {
            // As over every WebSocket.
            Codec::Market if frame["type"] == "ready" => &frame["id"],
            Codec::School | Codec::Direct | Codec::Campus => &frame["id"],
            Codec::Messenger => &frame["data"]["event_id"],
            Codec::Market => &frame["event_id"],
        };
        id.as_str().filter(|id| !id.is_empty())
    }

    /// The text, if a frame is a message.
    pub fn text_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let (kind, text) = match Codec::of(self.realm) {
            Codec::Direct => ("message", &frame["data"]["body"]),
            Codec::Campus => ("message:new", &frame["payload"]["text"]),
            Codec::School | Codec::Messenger => {
                ("new_message", &frame["data"]["message"]["content"])
            }
            Codec::Market => ("message", &frame["message"]["message_text"]),
        };
        text.as_str().filter(|_| frame["type"] == kind)
    }

    /// The `client_id` of the message that a frame acknowledges: the sender's own message, or
    /// the `ack` in realms that answer with one.
    pub fn acknowledged<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let is_ack = frame["type"] == "ack";
        let client_id = match Codec::of(self.realm) {
            Codec::School if is_ack => &frame["data"]["message"]["client_id"],
            Codec::Messenger if is_ack => &frame["data"]["data"]["message"]["client_id"],
            Codec::School | Codec::Messenger => &Value::Null,
            Codec::Direct => &frame["data"]["client_id"],
            Codec::Campus => &frame["payload"]["client_id"],
            Codec::Market => &frame["message"]["client_id"],
        };
        client_id.as_str().filter(|_| frame["type"] != "error")
    }

    /// The position of an acknowledged message; `None` if a WebSocket repeats a stored message.
    pub fn position_of(&self, frame: &Value) -> Option<i64> {
        match Codec::of(self.realm) {
            Codec::School => frame["data"]["message"]["id"].as_i64(),
            Codec::Messenger => frame["data"]["data"]["message"]["id"].as_i64(),
            Codec::Direct | Codec::Campus | Codec::Market => {
                let (position, _) = self.id_of(frame)?.split_once('-')?;
                position.parse().ok()
            }
        }
    }

    /// The code of a refusal.
    pub fn error_of<'a>(&self, frame: &'a Value) -> Option<&'a str> {
        let is_error = frame["type"] == "error";
        let (is_error, code) = match Codec::of(self.realm) {
            Codec::Direct => (is_error, &frame["data"]["code"]),
            Codec::Campus => (is_error, &frame["payload"]["code"]),
            // An `error` event with the same code precedes the ack.
            Codec::Messenger => (
                frame["type"] == "ack" && frame["data"]["success"] == false,
                &frame["data"]["error"]["code"],
            ),
            Codec::School | Codec::Market => (is_error, &frame["code"]),
        };
        is_error.then(|| code.as_str().unwrap_or("?"))
    }
}

/// A guest of the market, and their chat with a seller.
async fn guest_of(seller: &Person, database: &TestDatabase, base: &str) -> (Person, i64) {
    let anonymous = Client::new(base);
    let guest = anonymous.post("/api/chat/guests", &Value::Null).await;
    let guest = guest.expect(201);
    let (uuid, token) = (&guest["buyer_id"], &guest["token"]);
    let (uuid, token) = uuid.as_str().zip(token.as_str()).expect("texts");
    let wanted = json!({
        "iphone_id": 7, "seller_id": seller.id, "buyer_id": uuid, "buyer_is_registered": false,
    });
    let buyer = anonymous.with_token(token);
    let chat = buyer.post("/api/chat/chats", &wanted).await;
    let chat_id = chat.expect(201)["id"].as_i64().expect("a number");
    let sql = format!("SELECT id FROM users WHERE external_id = 'guest:{uuid}'");
    let buyer = Person {
        id: database.number(&sql).await,
        name: format!("guest {uuid}"),
        token: token.to_owned(),
    };
    (buyer, chat_id)
}

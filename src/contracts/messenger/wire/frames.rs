//! Wire types of Socket.IO: data of events, and acknowledgements.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::rest::{Message, MessageType, OneConversation};
use crate::contracts::shared::wire_id::{self, WireId};
use crate::domain::{Cursor, MessageId};
use crate::http::{Code, Problem, last_event_id};

/// `new_message`.
#[derive(Serialize)]
pub struct NewMessage {
    pub conversation_id: i64,
    pub message: Message,
}

/// `message_edited`, which has the fields of `new_message`.
pub type MessageEdited = NewMessage;

/// `messages_read`.
#[derive(Serialize)]
pub struct MessagesRead<'a> {
    pub conversation_id: i64,
    /// The user that has read the messages.
    pub user_id: Option<i64>,
    /// The ids of the newly read messages.
    pub message_ids: &'a [MessageId],
}

/// `conversation_created`.
pub type ConversationCreated = OneConversation;

/// `user_typing`.
#[derive(Serialize)]
pub struct UserTyping {
    pub conversation_id: i64,
    pub user_id: i64,
    pub is_typing: bool,
}

/// `user_status`.
#[derive(Serialize)]
pub struct UserStatus {
    pub user_id: i64,
    pub is_online: bool,
    /// When the user last connected or disconnected.
    pub last_seen: Option<Timestamp>,
}

/// `ready`, the first event: where the stream begins. `reset`: the client's cursor is not of this log. It
/// reloads, and resumes from this one.
#[derive(Serialize)]
pub struct AtCursor {
    pub event_id: String,
}

/// `error`, and the error of an acknowledgement.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    pub message: String,
    pub code: Code,
}

/// The acknowledgement of a request that was executed.
#[derive(Serialize)]
pub struct Acknowledged {
    success: bool,
    data: Json,
}

impl Acknowledged {
    /// Sets `success` to true.
    pub fn new(data: Json) -> Self {
        let success = true;
        Self { success, data }
    }
}

/// The acknowledgement of a request that was refused.
#[derive(Serialize)]
pub struct Refused<E> {
    success: bool,
    error: E,
}

impl<E: Serialize> Refused<E> {
    /// Sets `success` to false.
    pub fn new(error: E) -> Self {
        let success = false;
        Self { success, error }
    }
}

/// The data of CONNECT, which clients call `auth`.
#[derive(Default, Deserialize)]
pub struct ConnectData {
    pub token: Option<String>,
    last_event_id: Option<Json>,
}

impl ConnectData {
    /// The cursor to resume from. A value that is not a string is malformed.
    pub fn resume(&self) -> Result<Option<Cursor>, Problem> {
        match &self.last_event_id {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(id)) => last_event_id::parse(Some(id)),
            Some(_) => Err(last_event_id::malformed()),
        }
    }
}

/// `send_message`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    #[serde(deserialize_with = "wire_id::id")]
    pub conversation_id: i64,
    #[serde(default)]
    pub content: Option<String>,
    #[serde(rename = "type", default)]
    pub kind: Option<MessageType>,
    #[serde(default)]
    pub attachments: Option<Vec<AttachmentRef>>,
    #[serde(alias = "client_id", default)]
    pub client_id: Option<Uuid>,
}

/// An attachment's id, or the object that the upload returned, which has the id.
pub struct AttachmentRef(i64);

impl AttachmentRef {
    /// The attachment's id, in either form.
    pub fn id(&self) -> i64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for AttachmentRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Uploaded {
            id: WireId,
        }
        let given = Json::deserialize(deserializer)?;
        let id = if given.is_object() {
            Uploaded::deserialize(&given).map(|uploaded| uploaded.id)
        } else {
            WireId::deserialize(&given)
        };
        id.map(|id| Self(id.0)).map_err(D::Error::custom)
    }
}

/// `typing`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    #[serde(deserialize_with = "wire_id::id")]
    pub conversation_id: i64,
    pub is_typing: bool,
}

/// `read_messages`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadMessages {
    #[serde(deserialize_with = "wire_id::id")]
    pub conversation_id: i64,
    #[serde(deserialize_with = "wire_id::ids")]
    pub message_ids: Vec<i64>,
}

//! Wire types of Socket.IO.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::wire::{Message, MessageType, OneConversation};
use crate::domain::Cursor;
use crate::http::{Code, Problem, last_event_id};

/// `new_message`.
#[derive(Serialize)]
pub(super) struct NewMessage {
    pub(super) conversation_id: i64,
    pub(super) message: Message,
}

/// `messages_read`.
#[derive(Serialize)]
pub(super) struct MessagesRead<'a> {
    pub(super) conversation_id: i64,
    pub(super) user_id: Option<i64>,
    pub(super) message_ids: &'a [crate::domain::MessageId],
}

/// `conversation_created`.
pub(super) type ConversationCreated = OneConversation;

/// `user_typing`.
#[derive(Serialize)]
pub(super) struct UserTyping {
    pub(super) conversation_id: i64,
    pub(super) user_id: i64,
    pub(super) is_typing: bool,
}

/// `user_status`.
#[derive(Serialize)]
pub(super) struct UserStatus {
    pub(super) user_id: i64,
    pub(super) is_online: bool,
    pub(super) last_seen: Option<Timestamp>,
}

/// `reset`: the client's id is not of this log; it reloads, and resumes from here.
#[derive(Serialize)]
pub(super) struct Reset {
    pub(super) event_id: String,
}

/// Data of `error`, and of the acknowledgement of a refused request.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) code: Code,
}

/// The acknowledgement of a request that was executed.
#[derive(Serialize)]
pub(super) struct Done {
    success: bool,
    data: serde_json::Value,
}

impl Done {
    pub(super) fn new(data: serde_json::Value) -> Self {
        let success = true;
        Self { success, data }
    }
}

/// The acknowledgement of a request that was refused.
#[derive(Serialize)]
pub(super) struct Refused<E> {
    success: bool,
    error: E,
}

impl<E: Serialize> Refused<E> {
    pub(super) fn new(error: E) -> Self {
        let success = false;
        Self { success, error }
    }
}

/// Data of CONNECT: `auth`.
#[derive(Default, Deserialize)]
pub(super) struct Auth {
    pub(super) token: Option<String>,
    last_event_id: Option<serde_json::Value>,
}

impl Auth {
    /// The cursor to resume from. A value that is not a string is malformed.
    pub(super) fn resume(&self) -> Result<Option<Cursor>, Problem> {
        match &self.last_event_id {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(id)) => last_event_id::parse(Some(id)),
            Some(_) => Err(last_event_id::malformed()),
        }
    }
}

/// `send_message`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendMessage {
    pub(super) conversation_id: i64,
    #[serde(default)]
    pub(super) content: Option<String>,
    #[serde(rename = "type", default)]
    pub(super) kind: Option<MessageType>,
    #[serde(default)]
    pub(super) attachments: Option<Vec<Attached>>,
    #[serde(alias = "client_id", default)]
    pub(super) client_id: Option<Uuid>,
}

/// An attachment as an upload answered it, or its id alone.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Attached {
    Id(i64),
    Whole { id: i64 },
}

impl Attached {
    pub(super) fn id(&self) -> i64 {
        match self {
            Self::Id(id) | Self::Whole { id } => *id,
        }
    }
}

/// `typing`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Typing {
    pub(super) conversation_id: i64,
    pub(super) is_typing: bool,
}

/// `read_messages`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReadMessages {
    pub(super) conversation_id: i64,
    pub(super) message_ids: Vec<i64>,
}

//! What a stream carries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AdminChatItem, ChatItem};

/// How to follow events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// An access token, for clients that can send neither cookie nor header.
    pub token: Option<String>,
    /// The last event id seen, for clients that cannot send `Last-Event-ID`.
    pub last_event_id: Option<String>,
    /// Send the caller's own messages too, with their `client_id`.
    pub echo: Option<bool>,
}

/// `data:` of `new_message`.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewMessageEvent {
    /// Its chat.
    pub chat_id: i64,
    /// The message.
    pub message: EventMessage,
}

/// A message inside an event that names its chat already.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventMessage {
    /// Its id.
    pub id: i64,
    /// Who wrote it.
    #[schema(required = true)]
    pub sender_id: Option<i64>,
    /// Its text.
    pub content: String,
    /// Always false.
    pub is_deleted: bool,
    /// To its sender alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `data:` of `message_deleted`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDeletedEvent {
    /// Its chat.
    pub chat_id: i64,
    /// Which message.
    pub message_id: i64,
}

/// `data:` of `chat_created`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatCreatedEvent {
    /// Its id.
    pub chat_id: i64,
    /// As in the reader's own list.
    pub chat: AnyChatItem,
}

/// A chat as its reader's list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnyChatItem {
    /// To a participant.
    Own(ChatItem),
    /// To an admin.
    Admin(AdminChatItem),
}

/// `data:` of `chat_read`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatReadEvent {
    /// Which chat.
    pub chat_id: i64,
    /// Who read.
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// Up to and including this message.
    pub last_read_id: i64,
}

/// `data:` of `typing`. It has no id and is not sent again.
#[derive(Debug, Serialize, ToSchema)]
pub struct TypingEvent {
    /// Where.
    pub chat_id: i64,
    /// Who.
    pub user_id: i64,
    /// Whether they do, or have ceased.
    pub is_typing: bool,
}

/// `data:` of `presence`. It has no id and is not sent again: what a new stream does not tell
/// right after `ready` is offline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresenceEvent {
    /// Who.
    pub user_id: i64,
    /// Whether they are connected.
    pub online: bool,
    /// When they last came or went; null where they never did.
    #[schema(required = true)]
    pub last_seen: Option<Timestamp>,
}

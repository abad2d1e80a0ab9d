//! Events and signals of the stream.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::chats::{AdminChatItem, ChatItem};
use crate::http::attachment::Attachment;

/// The query of the event stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The access token, for clients that can send neither a cookie nor a header.
    pub token: Option<String>,
    /// The id of the last event received, for clients that cannot send `Last-Event-ID`.
    pub last_event_id: Option<String>,
    /// Whether the stream includes the caller's own messages, with their `client_id`. By default
    /// `false`.
    pub echo: Option<bool>,
}

/// `data` of `new_message`.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewMessageEvent {
    pub chat_id: i64,
    pub message: EventMessage,
}

/// `data` of `message_edited`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageEditedEvent {
    pub chat_id: i64,
    /// The message as it is now.
    pub message: EventMessage,
}

/// The message of `new_message` and `message_edited`.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventMessage {
    /// The message id.
    pub id: i64,
    /// The user id of the sender. Null for a message that no user sent.
    #[schema(required = true)]
    pub sender_id: Option<i64>,
    pub content: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// Always false.
    pub is_deleted: bool,
    /// The id that the sender's client gave the message. Only the sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When the message was sent.
    pub created_at: Timestamp,
    /// When its text was written. Absent if it is the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edited_at: Option<Timestamp>,
}

/// `data` of `message_deleted`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDeletedEvent {
    pub chat_id: i64,
    /// The id of the deleted message.
    pub message_id: i64,
}

/// `data` of `chat_created`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatCreatedEvent {
    pub chat_id: i64,
    /// The chat as the reader's list shows it.
    pub chat: AnyChatItem,
}

/// A chat as its reader's list shows it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnyChatItem {
    /// For a participant.
    Own(ChatItem),
    /// For an admin.
    Admin(AdminChatItem),
}

/// `data` of `chat_read`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatReadEvent {
    pub chat_id: i64,
    /// The user id of the participant that has read the chat.
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// The id of the last message that is read.
    pub last_read_id: i64,
}

/// `data` of `typing`. The frame has no id and cannot be resumed.
#[derive(Debug, Serialize, ToSchema)]
pub struct TypingEvent {
    pub chat_id: i64,
    /// The user id of the participant that types.
    pub user_id: i64,
    /// Whether the user is typing, or has stopped.
    pub is_typing: bool,
}

/// `data` of `presence`. The frame has no id and cannot be resumed: a counterpart for which a new
/// stream sends none right after `ready` is offline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresenceEvent {
    /// The user id of the counterpart.
    pub user_id: i64,
    /// Whether the user is connected.
    pub online: bool,
    /// When the user last connected or disconnected. Null if never.
    #[schema(required = true)]
    pub last_seen: Option<Timestamp>,
}

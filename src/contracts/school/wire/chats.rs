//! Chats and their lists.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::users::Participant;
use crate::http::attachment::Attachment;

/// The newest message of a chat that is not deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastMessage {
    /// The message id.
    #[schema(example = 998)]
    pub id: i64,
    /// The user id of the sender. Null for a message that no user sent.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    #[schema(example = "Домашнее задание на завтра")]
    pub content: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// When the message was sent.
    pub created_at: Timestamp,
    /// When its text was written. Absent if it is the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edited_at: Option<Timestamp>,
}

/// A chat in the list of a participant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatItem {
    /// The chat id.
    #[schema(example = 123)]
    pub id: i64,
    /// The other participant. Null if there is none.
    #[schema(required = true)]
    pub participant: Option<Participant>,
    /// The newest message that is not deleted. Null if there is none.
    #[schema(required = true)]
    pub last_message: Option<LastMessage>,
    /// The exact number of messages by the other participant, not deleted, after the reader's read
    /// mark.
    #[schema(example = 3)]
    pub unread_count: i64,
    /// The id of the newest message that the other participant has read, 0 if none. Present only
    /// with `read_marks=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 998)]
    pub last_read_id: Option<i64>,
}

/// A page of the caller's chats.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnChats {
    /// The size of a page: 1 to 500. Without it up to 1,000.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
    /// Adds `last_read_id` to each chat: how far the other participant has read.
    #[serde(default)]
    pub read_marks: bool,
}

/// The answer of `GET /api/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatList {
    /// The chats of the page, latest activity first.
    pub chats: Vec<ChatItem>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A chat in the list of an admin.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdminChatItem {
    /// The chat id.
    #[schema(example = 123)]
    pub id: i64,
    /// Present and former participants.
    pub participants: Vec<Participant>,
    /// The number of messages that are not deleted.
    #[schema(example = 45)]
    pub messages_count: i64,
    /// When the newest message that is not deleted was sent. Null if there is none.
    #[schema(required = true)]
    pub last_message_at: Option<Timestamp>,
}

/// The answer of `GET /api/admin/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminChatList {
    /// The chats of the page, latest activity first.
    pub chats: Vec<AdminChatItem>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The body of `POST /api/chats/{chat_id}/read`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MarkRead {
    /// The id of the last message that is marked read. By default the newest.
    #[schema(example = 998)]
    pub up_to_id: Option<i64>,
}

/// The body of `POST /api/chats/{chat_id}/typing`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SetTyping {
    /// `true`, repeated every few seconds while the user types; `false` when the user stops.
    pub is_typing: bool,
}

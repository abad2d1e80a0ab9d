//! Chats and their lists.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Participant;

/// The newest message of a chat that is not deleted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastMessage {
    /// Its id.
    #[schema(example = 998)]
    pub id: i64,
    /// Who wrote it.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// Its text.
    #[schema(example = "Домашнее задание на завтра")]
    pub content: String,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// A chat in its participant's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatItem {
    /// Its id.
    #[schema(example = 123)]
    pub id: i64,
    /// The other side.
    #[schema(required = true)]
    pub participant: Option<Participant>,
    /// Null where nothing was written, or all of it deleted.
    #[schema(required = true)]
    pub last_message: Option<LastMessage>,
    /// Exact: messages by the other side, not deleted, after the reader's last visit.
    #[schema(example = 3)]
    pub unread_count: i64,
    /// The newest message that the other side has read, 0 for none: with `?read_marks=true`
    /// alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 998)]
    pub last_read_id: Option<i64>,
}

/// The query of `GET /api/chats`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnChats {
    /// 1 to 500; 500 where absent.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Each chat says how far its other side has read, as `chat_read` does in the stream.
    #[serde(default)]
    pub read_marks: bool,
}

/// `GET /api/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatList {
    /// Latest activity first.
    pub chats: Vec<ChatItem>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A chat in the admin's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdminChatItem {
    /// Its id.
    #[schema(example = 123)]
    pub id: i64,
    /// Everyone who is or was in it.
    pub participants: Vec<Participant>,
    /// Messages that are not deleted.
    #[schema(example = 45)]
    pub messages_count: i64,
    /// When the newest of them was sent.
    #[schema(required = true)]
    pub last_message_at: Option<Timestamp>,
}

/// `GET /api/admin/chats`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminChatList {
    /// Latest activity first.
    pub chats: Vec<AdminChatItem>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// `POST /api/chats/{chat_id}/read`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MarkRead {
    /// Up to and including this message; the newest where absent.
    #[schema(example = 998)]
    pub up_to_id: Option<i64>,
}

/// `POST /api/chats/{chat_id}/typing`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SetTyping {
    /// True every few seconds while they type; false when they have ceased.
    pub is_typing: bool,
}

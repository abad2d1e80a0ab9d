//! Messages.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::attachment::Attachment;

/// A message of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    /// The message id.
    #[schema(example = 1000)]
    pub id: i64,
    #[schema(example = 123)]
    pub chat_id: i64,
    /// The user id of the sender. Null for a message that no user sent.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// The text; of a message without one, the names of its files behind a paper clip.
    #[schema(example = "Привет")]
    pub content: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// Whether the message is deleted: only admins see deleted messages, with
    /// `include_deleted=true`.
    pub is_deleted: bool,
    /// The id that the sender's client gave the message. Only the sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When the message was sent.
    pub created_at: Timestamp,
    /// When its text was written. Absent if it is the first one: messages are edited only where
    /// the operator allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub edited_at: Option<Timestamp>,
    /// The texts that edits replaced, the oldest first, at most the latest 20: for admins, with
    /// `include_deleted=true`. Absent if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub former_texts: Vec<FormerText>,
}

/// A text that an edit replaced.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormerText {
    /// The text. Null if it was erased.
    #[schema(required = true)]
    pub content: Option<String>,
    /// When it was written.
    pub written_at: Timestamp,
}

/// The answer of `GET /api/chats/{chat_id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// The messages of the page, in chronological order.
    pub messages: Vec<Message>,
    /// Whether there are older messages (with `after_id`: newer ones) beyond this page.
    pub has_more: bool,
}

/// The body of `POST /api/messages`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SendMessage {
    #[schema(example = 123)]
    pub chat_id: i64,
    /// The text: 1 to 10,000 characters, not only white space.
    #[schema(example = "Текст сообщения", min_length = 1, max_length = 10000)]
    pub content: String,
    /// An id that the client chooses. A request that repeats it sends no second message. The header
    /// `Idempotency-Key` is an alternative.
    pub client_id: Option<Uuid>,
}

/// The answer to a deletion.
#[derive(Debug, Serialize, ToSchema)]
pub struct Success {
    /// Always true.
    pub success: bool,
}

/// A page of a chat's messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The size of a page: 1 to 100. Without it 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// Returns the newest messages before this message id.
    pub before_id: Option<i64>,
    /// Returns the oldest messages after this message id. Excludes `before_id`.
    pub after_id: Option<i64>,
    /// Includes deleted messages, and the texts that edits replaced. For admins only.
    pub include_deleted: Option<bool>,
    /// `false` returns the newest page without marking the chat read.
    pub visit: Option<bool>,
}

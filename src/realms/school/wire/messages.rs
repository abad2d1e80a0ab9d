//! Messages and their history.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    /// Its id.
    #[schema(example = 1000)]
    pub id: i64,
    /// Its chat.
    #[schema(example = 123)]
    pub chat_id: i64,
    /// Who wrote it.
    #[schema(required = true, example = 456)]
    pub sender_id: Option<i64>,
    /// Its text as it was sent.
    #[schema(example = "Привет")]
    pub content: String,
    /// Only an admin who asks for deleted messages sees `true` here.
    pub is_deleted: bool,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `GET /api/chats/{chat_id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// In chronological order.
    pub messages: Vec<Message>,
    /// Whether there are older ones (with `after_id`: newer ones) beyond this page.
    pub has_more: bool,
}

/// `POST /api/messages`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SendMessage {
    /// Where.
    #[schema(example = 123)]
    pub chat_id: i64,
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Текст сообщения", min_length = 1, max_length = 10000)]
    pub content: String,
    /// The sender's own name for the message: repeating it repeats nothing. May also be
    /// given as the header `Idempotency-Key`.
    pub client_id: Option<Uuid>,
}

/// What a deletion answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Success {
    /// Always true.
    pub success: bool,
}

/// Which part of a chat's history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// 1 to 100; 50 where absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// The newest before this message.
    pub before_id: Option<i64>,
    /// The oldest after this message; not together with `before_id`. No visit.
    pub after_id: Option<i64>,
    /// Show deleted messages too: for admins alone.
    pub include_deleted: Option<bool>,
    /// `false` reads the newest page without marking the chat read.
    pub visit: Option<bool>,
}

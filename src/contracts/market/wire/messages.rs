//! Messages.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::contracts::shared::wire_id;
use crate::domain::{ChatId, MessageId};
use crate::http::attachment::Attachment;

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketMessage)]
pub struct Message {
    #[schema(value_type = i64)]
    pub id: MessageId,
    #[schema(value_type = i64)]
    pub chat_id: ChatId,
    /// The public id of the sender; null if that user was deleted.
    #[schema(required = true, example = "2")]
    pub sender_id: Option<String>,
    /// Whether the sender has an account.
    pub sender_is_registered: bool,
    /// Plain text, to be shown as text and never as HTML; of a message without one, the names of its
    /// files behind a paper clip.
    #[schema(example = "Да, актуален!")]
    pub message_text: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// Whether the other party has read the message.
    pub is_read: bool,
    pub created_at: Timestamp,
    /// The id that the sender gave the message. Only the sender receives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// The answer of `GET /api/chat/chats/{chat_id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketMessageList)]
pub struct MessageList {
    /// In chronological order.
    pub messages: Vec<Message>,
}

/// A page of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Messages at most: 1 to 200. Without it 100.
    #[param(minimum = 1, maximum = 200, nullable = false)]
    pub limit: Option<i64>,
    /// The newest messages to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// The id of a message: the page ends before it. Excludes `offset`.
    #[param(nullable = false)]
    pub before_id: Option<i64>,
}

/// The body of `POST /api/chat/chats/{chat_id}/report`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketReportMessage)]
pub struct ReportMessage {
    /// A message of the chat.
    #[serde(deserialize_with = "wire_id::id")]
    pub message_id: i64,
    /// 1 to 2,000 characters.
    #[schema(example = "spam", min_length = 1, max_length = 2000)]
    pub reason: String,
}

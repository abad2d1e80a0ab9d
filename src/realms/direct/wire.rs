//! The realm's words, as they stand on the wire.
//!
//! In answers, what may be absent is `null` and always there (`required`), but for a
//! `client_id`, which others than its sender do not see at all.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::Code;

/// What was refused, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectError)]
pub struct Error {
    /// What to show.
    #[schema(example = "you are not a participant of this chat")]
    pub error: String,
    /// What to branch on.
    pub code: Code,
}

/// A conversation in its participant's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectConversation)]
pub struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// When it began.
    pub created_at: Timestamp,
    /// When its newest message was sent.
    pub updated_at: Timestamp,
    /// The other one; null where that user was removed.
    #[schema(required = true, example = "456")]
    pub participant_id: Option<String>,
    /// Null where nothing was written.
    #[schema(required = true)]
    pub last_message: Option<LastMessage>,
    /// Exact: messages of the other one after the reader's last visit.
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// The newest message of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectLastMessage)]
pub struct LastMessage {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// Its text.
    #[schema(example = "Привет!")]
    pub body: String,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// `GET /api/v1/chat/conversations`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectConversationList)]
pub struct ConversationList {
    /// Latest activity first.
    pub conversations: Vec<Conversation>,
}

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectMessage)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
    /// Who wrote it.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// Its text as it was sent.
    #[schema(example = "Привет!")]
    pub body: String,
    /// When it was sent.
    pub created_at: Timestamp,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// `GET /api/v1/chat/conversations/{id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectMessageList)]
pub struct MessageList {
    /// In chronological order.
    pub messages: Vec<Message>,
}

/// `POST /api/v1/chat/direct/{user_id}/send`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectSend)]
pub struct Send {
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub body: String,
    /// The sender's own name for the message: repeating it repeats nothing. May also be
    /// given as the header `Idempotency-Key`.
    pub client_id: Option<Uuid>,
}

/// What sending answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectSent)]
pub struct Sent {
    /// The message, stored.
    pub message: Message,
}

/// Whether somebody is there.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectPresence)]
pub struct Presence {
    /// Who.
    #[schema(example = "456")]
    pub user_id: String,
    /// Whether they are connected now.
    pub online: bool,
    /// When they last were, in seconds since 1970; null where they never were.
    #[schema(required = true, example = 1_695_040_000)]
    pub last_seen: Option<i64>,
}

/// A part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OffsetPage {
    /// How many: 1 to 100, 20 where absent.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// After how many.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// A part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many: 1 to 100, 50 where absent.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// How many of the newest to leave out.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// Only those before this message; not together with `offset`.
    #[param(nullable = false)]
    pub before_id: Option<String>,
}

/// How a WebSocket is opened.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// An access token, for clients that can set no header.
    #[param(nullable = false)]
    #[expect(
        dead_code,
        reason = "documented here, and read where all credentials are"
    )]
    token: Option<String>,
    /// The last `id` seen: everything since follows, then what is live.
    #[param(nullable = false)]
    pub last_event_id: Option<String>,
}

/// What the server sends: a `type` and its `data`. Durable frames have an `id`, to resume by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectServerFrame)]
#[serde(tag = "type", content = "data", rename_all = "lowercase")]
pub enum ServerFrame {
    /// Somebody wrote: to both participants.
    Message(SocketMessage),
    /// The other one types, or has ceased.
    Typing(Typing),
    /// Somebody has read: to both participants.
    Read(Read),
    /// A counterpart came or went.
    Presence(Presence),
    /// What this client sent was refused.
    Error(Error),
}

/// A message, as frames have it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectSocketMessage)]
pub struct SocketMessage {
    /// Its id.
    pub id: Uuid,
    /// Its conversation.
    pub conversation_id: Uuid,
    /// Who wrote it.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// Its text as it was sent.
    #[schema(example = "Привет!")]
    pub body: String,
    /// When it was sent, in seconds since 1970.
    #[schema(example = 1_695_040_000)]
    pub created_at: i64,
    /// The sender's own name for it; only its sender sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// Who types where.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectTyping)]
pub struct Typing {
    /// Where.
    pub conversation_id: Uuid,
    /// Who.
    #[schema(example = "456")]
    pub user_id: String,
    /// Whether they do, or have ceased.
    pub is_typing: bool,
}

/// How far somebody has read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectRead)]
pub struct Read {
    /// Where.
    pub conversation_id: Uuid,
    /// Who.
    #[schema(required = true, example = "456")]
    pub user_id: Option<String>,
    /// The newest message that they have read.
    #[schema(required = true)]
    pub last_read_id: Option<Uuid>,
}

/// What a client sends.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectClientFrame)]
#[serde(tag = "type", content = "data", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Write.
    Message(SayFrame),
    /// Say that one types, or has ceased.
    Typing(TypingFrame),
    /// Mark a conversation read, to its newest message.
    Read(ReadFrame),
}

/// `message`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectSayFrame)]
pub struct SayFrame {
    /// Where.
    pub conversation_id: String,
    /// 1 to 10,000 characters, not only white space.
    #[schema(min_length = 1, max_length = 10000)]
    pub body: String,
    /// The sender's own name for the message: repeating it repeats nothing.
    pub client_id: Option<Uuid>,
}

/// `typing`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectTypingFrame)]
pub struct TypingFrame {
    /// Where.
    pub conversation_id: String,
    /// Whether one does, or has ceased.
    pub is_typing: bool,
}

/// `read`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectReadFrame)]
pub struct ReadFrame {
    /// Where.
    pub conversation_id: String,
}

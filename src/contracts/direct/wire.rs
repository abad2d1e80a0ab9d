//! The types of the wire contract.
//!
//! In answers, a field without a value is `null` and always present (`required`). Only `client_id`
//! is absent for users other than the sender, and `attachments` if there are none.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::http::Code;
use crate::http::attachment::AttachedFile;

/// Why a request was refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectError)]
pub struct Error {
    /// An explanation for people. Its wording may change.
    #[schema(example = "you are not a participant of this chat")]
    pub error: String,
    /// The reason for programs, which does not change.
    pub code: Code,
}

/// A conversation in the list of one of its two participants.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectConversation)]
pub struct Conversation {
    pub id: Uuid,
    pub created_at: Timestamp,
    /// When its newest message was sent; without messages, when it was created.
    pub updated_at: Timestamp,
    /// The user id of the other participant; null if that user was deleted.
    #[schema(required = true, example = "456")]
    pub participant_id: Option<String>,
    /// The newest message; null if there is none.
    #[schema(required = true)]
    pub last_message: Option<LastMessage>,
    /// Messages of the other participant that the caller has not read. The number is exact.
    #[schema(example = 3)]
    pub unread_count: i64,
}

/// The newest message of a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectLastMessage)]
pub struct LastMessage {
    pub id: Uuid,
    /// The user id of the sender; null if that user was deleted.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// The text of the message; without one, the names of its files behind a paper clip.
    #[schema(example = "Привет!")]
    pub body: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    pub created_at: Timestamp,
}

/// A file of a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectAttachment)]
pub struct Attachment {
    #[schema(example = "55")]
    pub id: String,
    #[serde(flatten)]
    pub file: AttachedFile,
}

/// The answer of `GET /api/v1/chat/conversations`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectConversationList)]
pub struct ConversationList {
    /// The latest activity first.
    pub conversations: Vec<Conversation>,
}

/// A message in an answer of the REST routes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectMessage)]
pub struct Message {
    pub id: Uuid,
    pub conversation_id: Uuid,
    /// The user id of the sender; null if that user was deleted.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// The text of the message, unchanged; without one, the names of its files behind a paper clip.
    #[schema(example = "Привет!")]
    pub body: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    pub created_at: Timestamp,
    /// The id that the sender gave the message. Only the sender receives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// The answer of `GET /api/v1/chat/conversations/{id}/messages`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectMessageList)]
pub struct MessageList {
    /// In chronological order.
    pub messages: Vec<Message>,
}

/// The body of `POST /api/v1/chat/direct/{user_id}/send`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectSend)]
pub struct Send {
    /// 1 to 10,000 characters, not only white space.
    #[schema(example = "Привет!", min_length = 1, max_length = 10000)]
    pub body: String,
    /// An id that the client chooses for the message, so that repeating the request stores no
    /// second message. The header `Idempotency-Key` is an alternative.
    pub client_id: Option<Uuid>,
}

/// The answer of `POST /api/v1/chat/direct/{user_id}/send`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectSent)]
pub struct Sent {
    /// The stored message.
    pub message: Message,
}

/// Whether a user is connected.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DirectPresence)]
pub struct Presence {
    #[schema(example = "456")]
    pub user_id: String,
    /// Whether the user is connected now.
    pub online: bool,
    /// When the user was last connected, in seconds since 1970; null if never.
    #[schema(required = true, example = 1_695_040_000)]
    pub last_seen: Option<i64>,
}

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OffsetPage {
    /// Items at most: 1 to 100. Without it up to 1,000.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// Items to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
}

/// A page of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Messages at most: 1 to 100. Without it 50.
    #[param(minimum = 1, maximum = 100, nullable = false)]
    pub limit: Option<i64>,
    /// The newest messages to skip, by default 0.
    #[param(minimum = 0, nullable = false)]
    pub offset: Option<i64>,
    /// The id of a message: the page ends before it. Excludes `offset`.
    #[param(nullable = false)]
    pub before_id: Option<String>,
}

/// The query of a WebSocket.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SocketQuery {
    /// An access token, for clients that cannot set a header.
    #[param(nullable = false)]
    #[expect(dead_code, reason = "only documented: `auth` reads it")]
    token: Option<String>,
    /// The last `id` that the client received: the socket first delivers all events since then.
    #[param(nullable = false)]
    pub last_event_id: Option<String>,
}

/// A frame of the server: a `type` and its `data`. A durable frame also has an `id` to resume from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectServerFrame)]
#[serde(tag = "type", content = "data", rename_all = "lowercase")]
pub enum ServerFrame {
    /// The first frame. Without `data`: its `id` is where the stream begins, and where a client resumes that
    /// has received nothing since.
    Ready,
    /// A new message, for both participants.
    Message(SocketMessage),
    /// The sender edited a message, for both participants. It is the message as it is now.
    #[serde(rename = "message_edited")]
    MessageEdited(SocketMessage),
    /// The other participant types or stopped typing.
    Typing(Typing),
    /// A participant read the conversation. Both participants receive it.
    Read(Read),
    /// A user who shares a conversation with the caller connected or disconnected.
    Presence(Presence),
    /// A frame of this client was refused.
    Error(Error),
}

/// A message in a frame.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectSocketMessage)]
pub struct SocketMessage {
    pub id: Uuid,
    pub conversation_id: Uuid,
    /// The user id of the sender; null if that user was deleted.
    #[schema(required = true, example = "456")]
    pub sender_id: Option<String>,
    /// The text of the message, unchanged; without one, the names of its files behind a paper clip.
    #[schema(example = "Привет!")]
    pub body: String,
    /// Its files. Absent if it has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub attachments: Vec<Attachment>,
    /// When the message was sent, in seconds since 1970.
    #[schema(example = 1_695_040_000)]
    pub created_at: i64,
    /// The id that the sender gave the message. Only the sender receives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_id: Option<Uuid>,
}

/// A user types in a conversation, or stopped.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectTyping)]
pub struct Typing {
    pub conversation_id: Uuid,
    #[schema(example = "456")]
    pub user_id: String,
    /// False if the user stopped.
    pub is_typing: bool,
}

/// How far a participant has read a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectRead)]
pub struct Read {
    pub conversation_id: Uuid,
    /// The participant; null if that user was deleted.
    #[schema(required = true, example = "456")]
    pub user_id: Option<String>,
    /// The newest message that the participant has read.
    #[schema(required = true)]
    pub last_read_id: Option<Uuid>,
}

/// A frame of the client: a `type` and its `data`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectClientFrame)]
#[serde(tag = "type", content = "data", rename_all = "lowercase")]
pub enum ClientFrame {
    /// Sends a message.
    Message(SendFrame),
    /// Reports that the user types or stopped typing.
    Typing(TypingFrame),
    /// Marks a conversation read up to its newest message.
    Read(ReadFrame),
}

/// The data of a `message` frame of the client.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectSendFrame)]
pub struct SendFrame {
    pub conversation_id: String,
    /// 1 to 10,000 characters, not only white space.
    #[schema(min_length = 1, max_length = 10000)]
    pub body: String,
    /// An id that the client chooses for the message, so that repeating the frame stores no second
    /// message.
    pub client_id: Option<Uuid>,
}

/// The data of a `typing` frame of the client.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectTypingFrame)]
pub struct TypingFrame {
    pub conversation_id: String,
    /// False if the user stopped.
    pub is_typing: bool,
}

/// The data of a `read` frame of the client.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DirectReadFrame)]
pub struct ReadFrame {
    pub conversation_id: String,
}

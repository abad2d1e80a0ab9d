//! Messages and their files.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::users::User;
use crate::http::attachment::Attachment;

/// A message. A deleted one keeps its place, without text, files and reactions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    #[schema(example = 813)]
    pub id: i64,
    /// The id that it has in contracts whose ids are UUIDs.
    pub uuid: Uuid,
    #[schema(example = 40)]
    pub chat_id: i64,
    /// Null for a message that no user sent.
    #[schema(required = true, example = 7)]
    pub author_id: Option<i64>,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub text: String,
    #[schema(required = true)]
    pub reply_to: Option<Quote>,
    #[schema(required = true)]
    pub forwarded_from: Option<Forwarded>,
    pub attachments: Vec<Attachment>,
    /// In the order of their first use.
    pub reactions: Vec<Reaction>,
    /// The ids of the users whom it mentions.
    pub mentions: Vec<i64>,
    pub created_at: Timestamp,
    #[schema(required = true)]
    pub edited_at: Option<Timestamp>,
    #[schema(required = true)]
    pub deleted_at: Option<Timestamp>,
    /// The id that the author's client gave it. Null for others.
    #[schema(required = true)]
    pub client_id: Option<Uuid>,
}

/// The kind of a message: `voice` if it has a voice note. A deleted one is a `text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessageType {
    Text,
    Voice,
    System,
}

/// The kind of a message to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum NewMessageType {
    Text,
    System,
}

/// The message that another one replies to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quote {
    pub id: i64,
    pub uuid: Uuid,
    #[schema(required = true)]
    pub author_id: Option<i64>,
    /// Its first 200 characters; empty if it is deleted.
    pub excerpt: String,
}

/// The message that another one forwards.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Forwarded {
    pub message_id: i64,
    #[schema(required = true)]
    pub author_id: Option<i64>,
    pub chat_id: i64,
}

/// An emoji with which users react to a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reaction {
    #[schema(example = "👍")]
    pub emoji: String,
    /// Of users.
    pub count: i64,
    /// Whether the caller is one of them.
    pub mine: bool,
}

/// The body of `POST /chats/{id}/messages`: a text, files, or both; or a message to forward.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewMessage {
    /// `system`, with a text alone, is for server-side keys. By default `text`.
    #[serde(rename = "type")]
    pub kind: Option<NewMessageType>,
    /// At most 10,000 characters, and not only white space. A realm may allow fewer.
    pub text: Option<String>,
    /// At most 10 of the caller's uploads.
    #[schema(max_items = 10)]
    pub attachment_ids: Option<Vec<i64>>,
    /// A message that the caller may see, instead of all else: the new one has its text and files.
    pub forward: Option<i64>,
    /// A message of the same chat.
    pub reply_to: Option<i64>,
    /// At most 100 members of the chat.
    #[schema(max_items = 100)]
    pub mention_ids: Option<Vec<i64>>,
    /// An id that the client chooses. A request that repeats it sends no second message. The header
    /// `Idempotency-Key` is an alternative.
    pub client_id: Option<Uuid>,
}

/// The body of `PATCH /messages/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Edit {
    pub text: String,
}

/// The body of `POST /messages/{id}/report`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Report {
    /// For the moderators: 1 to 2,000 characters.
    pub reason: String,
}

/// The body of `POST /chats/{id}/read`.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MarkRead {
    /// The last message that is marked read. By default the newest.
    pub up_to_id: Option<i64>,
}

/// Who has read a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reader {
    pub user: User,
    #[schema(required = true)]
    pub read_at: Option<Timestamp>,
}

/// What a file is uploaded as.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// `voice` makes it a voice note.
    #[param(inline)]
    pub kind: Option<UploadKind>,
}

/// See [`UploadQuery`].
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UploadKind {
    Voice,
}

/// The bytes of a file.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the OpenAPI document uses it")]
pub struct FileContent(Vec<u8>);

/// The form of an upload.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document uses it")]
pub struct Upload {
    /// Of a voice note, before the file: how loud it is over its time, a JSON list of 1 to 128 integers from 0
    /// to 100.
    #[schema(nullable = false, example = "[0,40,95,30]")]
    waveform: Option<String>,
    /// The file: at most 25 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

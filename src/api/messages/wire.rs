//! Messages.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::given::given;
use crate::api::polls::wire::{NewPoll, Poll};
use crate::api::reactions::wire::Reaction;
use crate::api::users::wire::User;
use crate::domain::time;
use crate::http::Time;
use crate::http::attachment::Attachment;

/// A message. A deleted one keeps its place, without text, files, reactions, poll and custom data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Message {
    #[schema(example = 813)]
    pub id: i64,
    /// The id that it has in contracts whose ids are UUIDs.
    pub uuid: Uuid,
    #[schema(example = 40)]
    pub chat_id: i64,
    /// Null for a system message.
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
    /// The users whom it mentions: those whom the text names in the order of their places, then the others.
    pub mentions: Vec<Mention>,
    /// What the application keeps with it. Empty if it is deleted.
    pub custom: BTreeMap<String, Value>,
    /// What a system message tells of. Null for other messages.
    #[schema(required = true)]
    pub system: Option<System>,
    /// Null unless it is a poll, whose `text` is the question and the options, a line each.
    #[schema(required = true)]
    pub poll: Option<Poll>,
    pub created_at: Time,
    #[schema(required = true)]
    pub edited_at: Option<Time>,
    #[schema(required = true)]
    pub deleted_at: Option<Time>,
    /// The id that the author's client gave it. Null for others.
    #[schema(required = true)]
    pub client_id: Option<Uuid>,
}

/// The kind of a message: `voice` if it has a voice note, `poll` if it is one. A deleted one is a `text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MessageType {
    Text,
    Voice,
    System,
    Poll,
}

/// A user whom a message mentions, and one place of that in the text. A text may name several users of one name at
/// the same place, and one user at several.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Mention {
    #[schema(example = 6)]
    pub user_id: i64,
    /// Where the `@` stands, in UTF-16 code units of `text`. Null if the user stands nowhere in the text.
    #[schema(required = true, example = 0)]
    pub start: Option<usize>,
    /// Where the name ends, exclusive. Null as `start`.
    #[schema(required = true, example = 5)]
    pub end: Option<usize>,
}

/// What a system message tells of. Its `text` says it in the caller's language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct System {
    pub kind: SystemKind,
    /// Who did it. Null if it was the server itself.
    #[schema(required = true, example = 7)]
    pub actor_id: Option<i64>,
    /// Who was added or removed, or has left.
    #[schema(example = json!([8, 9]))]
    pub user_ids: Vec<i64>,
}

/// What happened; `notice`: a server-side key tells of something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SystemKind {
    GroupCreated,
    GroupRenamed,
    MembersAdded,
    MemberRemoved,
    MemberLeft,
    Notice,
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

/// The body of `POST /chats/{id}/messages`: a text, files, or both; a message to forward; or a
/// poll.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    pub forward_id: Option<i64>,
    /// A poll, instead of a text and files.
    #[schema(nullable = false)]
    pub poll: Option<NewPoll>,
    /// A message of the same chat.
    pub reply_to_id: Option<i64>,
    /// At most 100 members of the chat.
    #[schema(max_items = 100)]
    pub mention_ids: Option<Vec<i64>>,
    /// What the application keeps with the message: at most 4,096 bytes as compact JSON, nested at most 32 deep.
    pub custom: Option<BTreeMap<String, Value>>,
    /// Whether nobody is notified of the message, by a push, an e-mail or a sound. It counts as unread all the same.
    pub silent: Option<bool>,
    /// An id that the client chooses. A request that repeats it sends no second message. The header
    /// `Idempotency-Key` is an alternative.
    pub client_id: Option<Uuid>,
    /// When to send it: in the future, at most a year ahead. Not of a forward, a poll or a system message.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub send_at: Option<Timestamp>,
}

/// The body of `PATCH /messages/{id}`. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// As of a new message, not null.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// A merge patch of what the application keeps with the message. Null: nothing. The same limits hold as for
    /// a new message, for the patch and for what it leaves.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<BTreeMap<String, Value>>)]
    pub custom: Option<Option<BTreeMap<String, Value>>>,
}

/// The body of `POST /messages/{id}/report`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// For the moderators: 1 to 2,000 characters.
    pub reason: String,
}

/// Who has read a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reader {
    #[schema(example = 7)]
    pub user_id: i64,
    /// Null if 2,000 events of the chat happened before.
    #[schema(required = true)]
    pub read_at: Option<Time>,
}

/// A page of those who have read a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderList {
    pub readers: Vec<Reader>,
    /// The people whom the page names.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of a chat's messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagePage {
    /// In chronological order.
    pub messages: Vec<Message>,
    /// The people whom the messages name, each once: the authors of messages, of quotes and of forwarded messages,
    /// mentioned people, and the people in system messages. An erased person has an empty name and the role null.
    pub users: Vec<User>,
    /// Whether there are messages before these.
    pub has_older: bool,
    /// Whether there are messages after these.
    pub has_newer: bool,
}

/// A page of a chat's messages. At most one of `before_id`, `after_id`, `around_id` and `at`;
/// without any: the newest.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// The newest messages before this one.
    pub before_id: Option<i64>,
    /// The oldest messages after this one.
    pub after_id: Option<i64>,
    /// The messages around this one.
    pub around_id: Option<i64>,
    /// The first messages at this time or later.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub at: Option<Timestamp>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
}

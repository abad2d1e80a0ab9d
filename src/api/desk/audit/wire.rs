//! The audit of a chat.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};

use crate::api::desk::wire::{DeskChat, DeskPerson};
use crate::domain::{EventKind, time};

/// A page of a chat's events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// The size of a page: 1 to 200, by default 100.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// A page of a chat's events, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineList {
    pub chat: DeskChat,
    pub entries: Vec<TimelineEntry>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// What became of a text.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = TimelineTextState)]
pub enum TextState {
    /// It is the text that is shown.
    Shown,
    /// A later entry has the new text.
    Edited,
    /// The message was deleted with this text.
    Deleted,
    /// The author was erased.
    Erased,
}

/// An event of a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// In the log.
    pub position: i64,
    pub at: Timestamp,
    #[schema(schema_with = kind_schema)]
    pub kind: String,
    /// Who caused it. Null: the database.
    #[schema(required = true)]
    pub actor: Option<DeskPerson>,
    /// The name of the API key through which it was caused.
    #[schema(required = true)]
    pub via_key: Option<String>,
    /// What the actor did, without the actor's name: in English, for clients that have no words for the kind.
    #[schema(example = "edited message 57")]
    pub description: String,
    /// The text of the message, the edit or the report; of a deletion the text that it removed. Null if
    /// there is none, or it was erased.
    #[schema(required = true)]
    pub text: Option<String>,
    /// Of a message and of an edit.
    #[schema(required = true)]
    pub state: Option<TextState>,
    /// The message that it is, or that it concerns.
    #[schema(required = true)]
    pub message_id: Option<i64>,
    #[schema(required = true)]
    pub reply_to: Option<i64>,
    /// The person whom it concerns.
    #[schema(required = true)]
    pub user: Option<DeskPerson>,
    /// The members of the created or restored chat.
    pub participants: Vec<TimelineParticipant>,
    /// Other values of the event, by their names in the log, such as `emoji`, `role` and `resolution`.
    pub details: BTreeMap<String, Value>,
    /// The names of the files of a message. Null: a file that was removed.
    pub files: Vec<Option<String>>,
}

/// A participant whom an event names.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineParticipant {
    pub person: DeskPerson,
    /// Their role in the chat.
    #[schema(required = true, example = "teacher")]
    pub role: Option<String>,
}

/// The kind of an event. The list is no `enum`, because clients have to expect further kinds.
fn kind_schema() -> Object {
    let kinds: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let extensions = [("x-kinds", json!(kinds))].into_iter().collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(
            "The kind of the event. `x-kinds` lists those of this version.",
        ))
        .examples(["message_sent"])
        .extensions(Some(extensions))
        .build()
}

/// A time in the past of a chat.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PastQuery {
    /// The time.
    #[serde(default, deserialize_with = "time::given_or_null")]
    #[param(required = true)]
    pub time: Option<Timestamp>,
    /// The newest messages before this one.
    pub before_id: Option<i64>,
    /// The number of messages: 1 to 200, by default 100.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
}

/// A chat as it was at a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct PastChat {
    /// The chat, with its members of today.
    pub chat: DeskChat,
    pub time: Timestamp,
    /// The chat's last event by then; 0 if it did not exist yet.
    pub position: i64,
    /// Whether the chat was deleted at that time.
    pub is_deleted: bool,
    /// The times of the first and the last event of the chat.
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// The newest messages of that time, in chronological order.
    pub messages: Vec<PastMessage>,
    pub has_older: bool,
}

/// A message as it was at a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct PastMessage {
    pub id: i64,
    #[schema(required = true)]
    pub author: Option<DeskPerson>,
    /// The text of that time. Null if it was erased since.
    #[schema(required = true)]
    pub text: Option<String>,
    pub sent_at: Timestamp,
    /// Whether it had been edited by then.
    pub edited: bool,
    #[schema(required = true)]
    pub reply_to: Option<i64>,
    /// The names of its files. Null: a file that was removed since.
    pub files: Vec<Option<String>>,
    /// Who had read it by then. Null if it is too far back in the chat to tell.
    #[schema(required = true)]
    pub read_by: Option<Vec<DeskPerson>>,
}

/// The format of an export.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExportFile {
    /// A page to read and to print.
    Html,
    /// For spreadsheets.
    Csv,
    /// JSON lines, which `vestnik import` reads.
    Jsonl,
}

/// The format of an export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// By default `html`.
    #[param(inline)]
    pub format: Option<ExportFile>,
    /// The time zone of an `html` page, like `Europe/Moscow`; by default UTC.
    #[param(inline, nullable = false)]
    pub time_zone: Option<String>,
}

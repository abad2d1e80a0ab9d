//! Scheduled messages.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::api::given::given;
use crate::api::messages::wire::{Message, Quote};
use crate::api::users::wire::User;
use crate::domain::time;
use crate::http::Time;
use crate::http::attachment::Attachment;

/// A message that is sent later.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScheduledMessage {
    #[schema(example = 815)]
    pub id: i64,
    #[schema(example = 40)]
    pub chat_id: i64,
    pub text: String,
    pub attachments: Vec<Attachment>,
    /// Its excerpt is empty too if the caller is in the chat no longer.
    #[schema(required = true)]
    pub reply_to: Option<Quote>,
    pub send_at: Time,
    pub state: ScheduledState,
}

/// What became of a scheduled message: it waits, or was refused at its time, until a change lets it wait again. One
/// that was sent or cancelled is in events alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScheduledState {
    Waiting,
    Failed,
    Sent,
    Cancelled,
}

/// The answer to a new message: the message, or with `send_at` the scheduled one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SentOrScheduled {
    Sent(Box<Message>),
    Scheduled(ScheduledMessage),
}

/// A page of the caller's scheduled messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduledList {
    /// In the order in which they were scheduled.
    pub scheduled: Vec<ScheduledMessage>,
    /// The people whom the page names: the authors of quotes.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The body of `PATCH /scheduled/{id}`. What is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduledChange {
    /// As that of a message, not null.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// In the future, at most a year ahead, not null. One that has failed needs another one.
    #[serde(default, deserialize_with = "given_time")]
    #[schema(nullable = false)]
    pub send_at: Option<Timestamp>,
}

/// Null removes nothing, so it is no time.
fn given_time<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Timestamp>, D::Error> {
    time::given(value).map(Some)
}

/// `data` of `scheduled`: a message of the caller was scheduled, changed, sent or cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduledEvent {
    /// As it is now.
    pub scheduled: ScheduledMessage,
    /// The people whom it names: the author of the quote.
    pub users: Vec<User>,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

/// `data` of `scheduled_failed`: a scheduled message of the caller was refused at its time.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScheduledFailedEvent {
    /// As it is now.
    pub scheduled: ScheduledMessage,
    /// Why: the code with which sending it would have been refused.
    #[schema(example = "blocked")]
    pub code: String,
    /// The people whom it names: the author of the quote.
    pub users: Vec<User>,
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

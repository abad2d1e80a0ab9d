//! Chats that wait for an answer, and figures.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::desk::wire::{DeskChat, DeskPerson};
use crate::http::Time;

/// A page of chats that wait for an answer, the longest wait first.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnansweredList {
    pub chats: Vec<UnansweredChat>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A chat that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnansweredChat {
    pub chat: DeskChat,
    /// The student or the buyer.
    pub asked_by: DeskPerson,
    /// The teacher or the seller. Empty if they are not in the chat any more.
    pub awaited: Vec<DeskPerson>,
    pub waiting_since: Time,
    /// The first message that waits.
    pub message_id: i64,
    /// The messages since then, at most 100 of them.
    pub messages_waiting: i64,
    /// The first 200 characters of the newest message. Null for moderators, who see reported messages
    /// only.
    #[schema(required = true)]
    pub excerpt: Option<String>,
}

/// A range of days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatisticsQuery {
    /// The first day.
    #[param(required = true, value_type = Option<String>, format = Date, example = "2026-11-01")]
    pub from: Option<String>,
    /// The last day: at most 92 days in all.
    #[param(required = true, value_type = Option<String>, format = Date, example = "2026-11-23")]
    pub to: Option<String>,
    /// When days begin: a name of the IANA database, by default `UTC`.
    #[param(example = "Europe/Moscow")]
    pub time_zone: Option<String>,
}

/// Figures by day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statistics {
    #[schema(value_type = String, format = Date)]
    pub from: String,
    #[schema(value_type = String, format = Date)]
    pub to: String,
    pub time_zone: String,
    /// They are counted again after half a minute.
    pub computed_at: Time,
    /// Every day of the range.
    pub days: Vec<DayFigures>,
    pub totals: TotalFigures,
}

/// The figures of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayFigures {
    #[schema(value_type = String, format = Date, example = "2026-11-01")]
    pub day: String,
    /// Messages that were sent; those that were deleted since count too.
    pub messages: i64,
    /// Chats in which a message was sent.
    pub active_chats: i64,
    /// Answers of teachers or sellers to messages that waited.
    pub answers: i64,
    /// How long the message waited in half of the cases, in seconds. Null without answers.
    #[schema(required = true)]
    pub response_median_seconds: Option<f64>,
    /// The same in nine of ten cases.
    #[schema(required = true)]
    pub response_p90_seconds: Option<f64>,
}

/// The figures of the whole range.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalFigures {
    pub messages: i64,
    pub active_chats: i64,
    pub answers: i64,
    #[schema(required = true)]
    pub response_median_seconds: Option<f64>,
    #[schema(required = true)]
    pub response_p90_seconds: Option<f64>,
    /// Chats that wait for an answer now.
    pub unanswered: i64,
}

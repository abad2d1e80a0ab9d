//! Reports and their resolution.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{ChatId, MessageId, Position};

/// A report that waits for a moderator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketReport)]
pub struct Report {
    #[schema(value_type = i64)]
    pub id: Position,
    #[schema(value_type = i64)]
    pub chat_id: ChatId,
    #[schema(value_type = i64)]
    pub message_id: MessageId,
    /// The `message_text` of the reported message.
    pub message_text: String,
    /// Why the message was reported, in the words of the reporter.
    pub reason: String,
    /// The public id of the reporter; null if that user was deleted.
    #[schema(required = true)]
    pub reported_by: Option<String>,
    pub created_at: Timestamp,
}

/// The answer of `GET /api/chat/moderation`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarketReportList)]
pub struct ReportList {
    /// The oldest first.
    pub reports: Vec<Report>,
}

/// A page of the queue of reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// Reports at most: 1 to 200. Without it up to 1,000.
    #[param(minimum = 1, maximum = 200, nullable = false)]
    pub limit: Option<i64>,
    /// The id of a report: the page begins after it.
    #[param(nullable = false)]
    pub after_id: Option<i64>,
}

/// The body of `POST /api/chat/moderation/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MarketResolveReport)]
pub struct ResolveReport {
    pub action: Action,
}

/// How a moderator resolves a report.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[schema(as = MarketAction)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Closes the report without a consequence.
    Dismiss,
    /// Deletes the message.
    DeleteMessage,
    /// Bans the author of the message from the realm.
    BanUser,
}

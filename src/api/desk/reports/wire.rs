//! Reported messages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::desk::wire::{DeskChat, DeskPerson};
use crate::http::Time;

/// Whether a decision was taken on a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReportState {
    #[default]
    Open,
    Closed,
}

/// A page of reports.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportsQuery {
    /// `open` (the oldest first), by default, or `closed` (the latest decision first).
    #[param(inline)]
    pub state: Option<ReportState>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskReportList {
    pub reports: Vec<DeskReport>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A report of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskReport {
    #[schema(example = 1234)]
    pub id: i64,
    pub state: ReportState,
    pub chat: DeskChat,
    pub message: ReportedMessage,
    /// Who reported it.
    #[schema(required = true)]
    pub reporter: Option<DeskPerson>,
    /// In the reporter's own words. Empty if the reporter was erased.
    pub reason: String,
    pub created_at: Time,
    /// Open reports of the same message besides this one, at most 100 of them.
    pub other_reports: i64,
    /// Whether the author may not write in this realm.
    pub author_is_banned: bool,
    /// The decision. Null while the report is open.
    #[schema(required = true)]
    pub resolution: Option<Resolution>,
    #[schema(required = true)]
    pub resolved_by: Option<DeskPerson>,
    #[schema(required = true)]
    pub resolved_at: Option<Time>,
}

/// The message of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedMessage {
    pub id: i64,
    #[schema(required = true)]
    pub author: Option<DeskPerson>,
    /// The text that was reported, also if the message is deleted or has another text now. Null if it
    /// was erased.
    #[schema(required = true)]
    pub text: Option<String>,
    /// Whether the author has changed the text since the report: the timeline of the chat has all texts.
    pub edited_since: bool,
    /// The names of its files.
    pub files: Vec<String>,
    #[schema(required = true)]
    pub created_at: Option<Time>,
    pub is_deleted: bool,
}

/// What was decided on a report.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    Dismissed,
    MessageDeleted,
    UserBanned,
}

/// A decision on a report.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// There is nothing to do.
    Dismiss,
    /// Deletes the message.
    DeleteMessage,
    /// Bans the author of the message from writing in this realm.
    BanAuthor,
}

/// What to do about a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    pub decision: Decision,
}

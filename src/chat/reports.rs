//! Reports of messages, and their resolution by moderators.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::accesses::Recorded;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::service::Chat;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{
    BanReportedAuthor, ChatId, DeleteMessage, MessageId, Position, Rejection, Resolution,
    ResolveReport, UserId,
};

const REPORTS: &str = include_str!("sql/reports.sql");
const REPORT: &str = include_str!("sql/report.sql");

/// A message that a user reported to the moderators.
#[derive(Debug, Clone)]
pub struct Report {
    /// The position of its event.
    pub id: Position,
    pub chat_id: ChatId,
    pub message_id: MessageId,
    /// The text of the message, also if it is deleted.
    pub message_text: String,
    /// The names of its files that are not deleted, as a list.
    pub file_names: String,
    /// In the reporter's own words.
    pub reason: String,
    pub reported_by: Option<UserId>,
    /// `users.external_id` of the reporter; `None` if the user was removed.
    pub reporter_external_id: Option<String>,
    pub created_at: Timestamp,
    pub is_resolved: bool,
}

impl Chat {
    /// Resolves a report as a moderator. The deletion or the ban comes first: if the request is
    /// interrupted in between, the report stays open, and resolving it again completes it.
    ///
    /// # Errors
    /// `ReportNotFound`, `NotAModerator`; `ReportSettled`, if it was resolved in another way before.
    pub async fn resolve_report(
        &self,
        moderator: UserId,
        report_id: Position,
        resolution: Resolution,
    ) -> Result<(), Error> {
        let report = self.report(report_id).await?;
        let report = report.ok_or(Rejection::ReportNotFound)?;
        let message_id = report.message_id;
        match resolution {
            // The first resolution has had its effect; another one has none.
            _ if report.is_resolved => {}
            Resolution::Dismissed => {}
            Resolution::MessageDeleted => {
                self.execute(moderator, DeleteMessage { message_id })
                    .await?;
            }
            Resolution::UserBanned => {
                self.execute(moderator, BanReportedAuthor { report_id })
                    .await?;
            }
        }
        let resolve = ResolveReport {
            report_id,
            resolution,
        };
        self.execute(moderator, resolve).await?;
        Ok(())
    }
}

impl Queries {
    /// The oldest open reports after the position `after`, for moderators.
    pub async fn reports(
        &self,
        _recorded: Recorded,
        after: Position,
        limit: i64,
    ) -> Result<Vec<Report>, Error> {
        self.all(REPORTS, &[&self.realm, &after, &limit]).await
    }

    /// One report, resolved or not.
    pub async fn report(&self, id: Position) -> Result<Option<Report>, Error> {
        self.first(REPORT, &[&self.realm, &id]).await
    }
}

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("report_id")?,
            chat_id: row.try_get("chat_id")?,
            message_id: row.try_get("message_id")?,
            message_text: row.try_get("message_text")?,
            file_names: row.try_get("file_names")?,
            reason: row.try_get("reason")?,
            reported_by: row.try_get("reported_by")?,
            reporter_external_id: row.try_get("reporter_external_id")?,
            created_at: row.timestamp("created_at")?,
            is_resolved: row.try_get("is_resolved")?,
        })
    }
}

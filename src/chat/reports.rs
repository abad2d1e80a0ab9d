//! Reports of messages, and their resolution by moderators.

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{
    BanReportedAuthor, DeleteMessage, Position, Rejection, Resolution, ResolveReport, UserId,
};
use crate::queries::Report;

impl Chat {
    /// The oldest open reports after the position `after`, for moderators.
    pub async fn reports(&self, after: Position, limit: i64) -> Result<Vec<Report>, Error> {
        Ok(self.queries.reports(after, limit).await?)
    }

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
        let report = self.queries.report(report_id).await?;
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

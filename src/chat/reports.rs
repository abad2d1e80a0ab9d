//! Reports of messages, and their resolution by moderators.

use super::{Chat, Error};
use crate::domain::{Command, Position, Rejection, Resolution, UserId};
use crate::queries::Report;

impl Chat {
    /// The oldest reports that wait, after `after`, for users who may see them.
    pub async fn reports(&self, after: Position, limit: i64) -> Result<Vec<Report>, Error> {
        Ok(self.queries.reports(after, limit).await?)
    }

    /// Resolves a report as a moderator. What follows from the resolution is done first: if it is
    /// interrupted in between, the report still waits, and resolving it again does the rest.
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
                self.execute(moderator, Command::DeleteMessage { message_id })
                    .await?;
            }
            Resolution::UserBanned => {
                self.execute(moderator, Command::BanReportedAuthor { report_id })
                    .await?;
            }
        }
        let resolve = Command::ResolveReport {
            report_id,
            resolution,
        };
        self.execute(moderator, resolve).await?;
        Ok(())
    }
}

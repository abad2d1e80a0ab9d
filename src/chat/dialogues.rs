//! Conversations of two who are something different in it each, and what is reported of them.

use super::{Chat, Error};
use crate::domain::{ChatId, Command, Position, Rejection, Resolution, UserId};
use crate::queries::{self, ChatAccess, OffsetPage, Report, TwoPartyChat};

impl Chat {
    /// A slice of the conversations in which a user is this (`seller`, `buyer`), latest activity
    /// first, without those they hid.
    pub async fn dialogues(
        &self,
        user_id: UserId,
        role: &str,
        slice: OffsetPage,
    ) -> Result<Vec<TwoPartyChat>, Error> {
        Ok(queries::dialogues(&self.pool, (self.realm, user_id), role, slice).await?)
    }

    /// One of a user's conversations, hidden or not.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn dialogue(&self, user_id: UserId, chat_id: ChatId) -> Result<TwoPartyChat, Error> {
        let found = queries::dialogue(&self.pool, (self.realm, user_id), chat_id).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }

    /// How a participant stands to a conversation.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn access(&self, user_id: UserId, chat_id: ChatId) -> Result<ChatAccess, Error> {
        match queries::access(&self.pool, (self.realm, user_id), chat_id).await? {
            None => Err(Rejection::ChatNotFound.into()),
            Some(place) if place.is_participant => Ok(place),
            Some(_) => Err(Rejection::NotAParticipant.into()),
        }
    }

    /// The oldest reports that wait, after `after`, for who may see them.
    pub async fn reports(&self, after: Position, limit: i64) -> Result<Vec<Report>, Error> {
        Ok(queries::reports(&self.pool, self.realm, after, limit).await?)
    }

    /// Settles a report as a moderator. What follows from that is done first: where it breaks
    /// off in between, the report still waits, and settling it again does the rest.
    ///
    /// # Errors
    /// `ReportNotFound`, `NotAModerator`; `ReportSettled`, where it was in another way before.
    pub async fn resolve_report(
        &self,
        moderator: UserId,
        report_id: Position,
        resolution: Resolution,
    ) -> Result<(), Error> {
        let report = queries::report(&self.pool, self.realm, report_id).await?;
        let report = report.ok_or(Rejection::ReportNotFound)?;
        let message_id = report.message_id;
        match resolution {
            // What came of it then is all that comes of it.
            _ if report.is_settled => {}
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

//! Votes in polls.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{MessageId, OptionIds, Poll, Rejection, UserId, VotedPoll};

const VOTED_POLL: &str = include_str!("sql/voted_poll.sql");
const VOTERS: &str = include_str!("sql/voters.sql");

/// A user who voted in a poll.
#[derive(Debug, Clone)]
pub struct Voter {
    pub user_id: UserId,
    pub option_ids: OptionIds,
    pub voted_at: Timestamp,
}

impl Queries {
    /// A message that is a poll.
    ///
    /// # Errors
    /// Those of [`Queries::message`], and `NotAPoll`. A report shows the message alone, not who voted.
    pub async fn poll(
        &self,
        reader: ReaderAccess,
        id: MessageId,
    ) -> Result<(Message, Poll), Error> {
        let reader = ReaderAccess {
            sees_reported: None,
            ..reader
        };
        let message = self.message(reader, id).await?;
        let poll = message.poll.clone().ok_or(Rejection::NotAPoll)?;
        Ok((message, poll))
    }

    /// Those who voted in a poll, by id, after `after`: with an option those who chose it. Says nothing about
    /// who may know.
    pub async fn voters(
        &self,
        id: MessageId,
        option: Option<i64>,
        after: UserId,
        limit: i64,
    ) -> Result<Vec<Voter>, Error> {
        let parameters: Parameters<'_> = &[&id, &option, &after, &limit];
        self.all(VOTERS, parameters).await
    }

    /// A poll with all its votes as it is now; `None` if it is deleted. For readers of an event about it.
    pub async fn voted_poll(&self, id: MessageId) -> Result<Option<VotedPoll>, Error> {
        self.first(VOTED_POLL, &[&self.realm, &id]).await
    }
}

impl FromRow for VotedPoll {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let Json(poll): Json<Poll> = row.try_get("poll")?;
        let Json(votes): Json<Vec<(UserId, OptionIds)>> = row.try_get("votes")?;
        Ok(Self {
            text: row.try_get("content")?,
            poll,
            votes: votes.into_iter().collect(),
        })
    }
}

impl FromRow for Voter {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let Json(option_ids): Json<OptionIds> = row.try_get("option_ids")?;
        Ok(Self {
            user_id: row.try_get("user_id")?,
            option_ids,
            voted_at: row.timestamp("voted_at")?,
        })
    }
}

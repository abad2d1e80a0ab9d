//! Users who share a chat with a reader, and when they were last online.
//!
//! Whether a user is online is not returned: the replica knows it, and its answers must agree with
//! the changes that it has sent to its subscribers. The table of presence only orders the users.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Error, FromRow, RowExt as _};
use crate::domain::UserId;
use crate::queries::run::Queries;

const COUNTERPARTS: &str = include_str!("sql/counterparts.sql");
const COUNTERPART: &str = include_str!("sql/counterpart.sql");

/// The most counterparts that are listed: it bounds what a stream costs when it opens.
const MAX_COUNTERPARTS: i64 = 5_000;

/// A user who shares a chat with the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    pub user_id: UserId,
    /// When the user last came online or went offline.
    pub last_seen: Option<Timestamp>,
}

impl Queries {
    /// The users who share a chat with the reader. Beyond 5,000 of them, disconnected users who were
    /// seen longest ago are left out first.
    pub async fn counterparts(&self, reader: UserId) -> Result<Vec<Counterpart>, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &reader, &MAX_COUNTERPARTS];
        self.all(COUNTERPARTS, parameters).await
    }

    /// A user, if they share a chat with the reader.
    pub async fn counterpart(
        &self,
        reader: UserId,
        user_id: UserId,
    ) -> Result<Option<Counterpart>, Error> {
        self.first(COUNTERPART, &[&self.realm, &reader, &user_id])
            .await
    }
}

impl FromRow for Counterpart {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            last_seen: row.optional_timestamp("last_seen")?,
        })
    }
}

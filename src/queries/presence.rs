//! Which users share a chat, and when they were last online.
//!
//! Whether a user is online is not read here: the replica knows it, and what it told its
//! subscribers must agree with what it answers.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::{Error, FromRow, RowExt as _};
use crate::domain::UserId;
use crate::queries::run::Queries;

const COUNTERPARTS: &str = include_str!("sql/counterparts.sql");
const COUNTERPART: &str = include_str!("sql/counterpart.sql");

/// A user who shares a chat with the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    pub user_id: UserId,
    /// When the user last came online or went offline.
    pub last_seen: Option<Timestamp>,
}

impl Queries {
    /// All users who share a chat with the reader.
    pub async fn counterparts(&self, reader: UserId) -> Result<Vec<Counterpart>, Error> {
        self.all(COUNTERPARTS, &[&self.realm, &reader]).await
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

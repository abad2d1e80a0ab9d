//! Users who share a chat with a reader, and when they were last online.
//!
//! Whether a user is online is not returned: the replica knows it, and its answers must agree with
//! the changes that it has sent to its subscribers. The table of presence only orders the users.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{Error, FromRow, Pool, RowExt as _};
use crate::domain::{Realm, UserId};
use crate::queries::run::Queries;

const COUNTERPARTS: &str = include_str!("sql/counterparts.sql");
const COUNTERPART: &str = include_str!("sql/counterpart.sql");

/// The most counterparts that are listed: it bounds what a stream costs when it opens.
const MAX_COUNTERPARTS: i64 = 5_000;
/// Readers in one query, all of whose counterparts are in memory at once.
pub(super) const READERS_PER_QUERY: usize = 16;
pub(super) const QUERIES_AT_ONCE: usize = 2;

/// A user who shares a chat with the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    pub user_id: UserId,
    /// When the user last came online or went offline.
    pub last_seen: Option<Timestamp>,
}

impl Queries {
    /// The users who share a chat with the reader. Beyond 5,000 of them, disconnected users who were
    /// seen longest ago are left out first. Readers who ask at the same time share a query: after
    /// a restart all streams open at once.
    pub async fn counterparts(&self, reader: UserId) -> Result<Vec<Counterpart>, Error> {
        let (pool, realm) = (self.pool.clone(), self.realm);
        let query = move |readers| counterparts_of(pool.clone(), realm, readers);
        self.counterparts.get(reader, query).await
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

/// The counterparts of each reader.
async fn counterparts_of(
    pool: Pool,
    realm: Realm,
    readers: Vec<UserId>,
) -> Result<Vec<Vec<Counterpart>>, Error> {
    let parameters: Parameters<'_> = &[&realm, &readers, &MAX_COUNTERPARTS];
    let mut counterparts = vec![Vec::new(); readers.len()];
    for row in query::all(&pool, COUNTERPARTS, parameters).await? {
        let number: i64 = row.try_get("number")?;
        let of_reader = usize::try_from(number - 1).ok();
        let of_reader = of_reader.and_then(|number| counterparts.get_mut(number));
        if let Some(of_reader) = of_reader {
            of_reader.push(Counterpart::from_row(&row)?);
        }
    }
    Ok(counterparts)
}

impl FromRow for Counterpart {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            last_seen: row.optional_timestamp("last_seen")?,
        })
    }
}

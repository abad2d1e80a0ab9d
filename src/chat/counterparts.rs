//! The users who share a chat with a reader.

use std::sync::Arc;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{BatchedQuery, Error, FromRow, Pool, RowExt as _};
use crate::domain::{Realm, UserId};

const COUNTERPARTS: &str = include_str!("sql/counterparts.sql");

/// The most counterparts that are listed: it bounds what a stream costs when it opens.
const MAX_COUNTERPARTS: i64 = 5_000;
/// Readers in one query, all of whose counterparts are in memory at once.
const READERS_PER_QUERY: usize = 16;
const QUERIES_AT_ONCE: usize = 2;

/// A user who shares a chat with the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    pub user_id: UserId,
    /// Whether the user blocks the reader, who then sees no presence of theirs.
    pub is_hidden: bool,
    /// When the user last came online or went offline.
    pub last_seen: Option<Timestamp>,
}

/// Looks up the counterparts of readers. Those who ask at the same time share a query: after a
/// restart all streams open at once.
#[derive(Clone)]
pub(super) struct Counterparts {
    /// Whether a group counts as a chat that users share.
    with_groups: bool,
    query: Arc<BatchedQuery<UserId, Vec<Counterpart>>>,
}

impl Counterparts {
    pub(super) fn new(with_groups: bool) -> Self {
        Self {
            with_groups,
            query: BatchedQuery::new(READERS_PER_QUERY, QUERIES_AT_ONCE),
        }
    }

    pub(super) async fn of(
        &self,
        reader: UserId,
        pool: Pool,
        realm: Realm,
    ) -> Result<Vec<Counterpart>, Error> {
        let with_groups = self.with_groups;
        let query = move |readers| counterparts_of(pool.clone(), realm, with_groups, readers);
        self.query.get(reader, query).await
    }
}

/// The counterparts of each reader.
async fn counterparts_of(
    pool: Pool,
    realm: Realm,
    with_groups: bool,
    readers: Vec<UserId>,
) -> Result<Vec<Vec<Counterpart>>, Error> {
    let parameters: Parameters<'_> = &[&realm, &readers, &MAX_COUNTERPARTS, &with_groups];
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
            is_hidden: row.try_get("is_hidden")?,
            last_seen: row.optional_timestamp("last_seen")?,
        })
    }
}

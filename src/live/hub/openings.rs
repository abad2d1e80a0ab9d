//! Queries that streams share when they open at the same time, as after a restart.

use std::sync::Arc;

use crate::db::{BatchedQuery, Error, Pool};
use crate::domain::{Cursor, Realm, UserId};
use crate::log::read::{self, UserChats};

/// Streams that share a query when they open.
const CALLERS_PER_QUERY: usize = 64;
const QUERIES_AT_ONCE: usize = 2;

/// The queries that the opening streams of a realm share. Each realm has its own, because each has its
/// own share of the connections: one that waits for them must not delay another.
#[derive(Clone)]
pub(super) struct Openings {
    heads: Arc<BatchedQuery<(), Cursor>>,
    memberships: Arc<BatchedQuery<(Realm, UserId), UserChats>>,
}

impl Default for Openings {
    fn default() -> Self {
        Self {
            heads: BatchedQuery::new(CALLERS_PER_QUERY, QUERIES_AT_ONCE),
            memberships: BatchedQuery::new(CALLERS_PER_QUERY, QUERIES_AT_ONCE),
        }
    }
}

impl Openings {
    /// The last event of the log, of which this replica may not have heard yet.
    pub(super) async fn head(&self, pool: &Pool) -> Result<Cursor, Error> {
        let pool = pool.clone();
        let read = move |callers: Vec<()>| {
            let pool = pool.clone();
            async move { Ok(vec![read::head(&pool).await?; callers.len()]) }
        };
        self.heads.get((), read).await
    }

    /// The chats of a user, according to the database.
    pub(super) async fn chats(
        &self,
        pool: &Pool,
        realm: Realm,
        user_id: UserId,
    ) -> Result<UserChats, Error> {
        let pool = pool.clone();
        let read = move |users| read::memberships(pool.clone(), users);
        self.memberships.get((realm, user_id), read).await
    }
}

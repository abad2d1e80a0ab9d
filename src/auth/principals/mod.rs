//! Looks up the users of tokens: from a cache that the database invalidates, or in batches.
//!
//! Requests that arrive during a look-up share the next one, so under load one query serves dozens
//! of requests, and none of them reads a state older than itself. What it found is kept in `cache`
//! until a signal says that the user or one of their log-ins has changed.

mod cache;
mod lookup;

use std::sync::Arc;

use self::cache::PrincipalCache;
pub(super) use self::lookup::{Key, UserRef, find_all};
pub use self::lookup::{KnownUser, PrincipalLookup};
use super::claims::Subject;
use crate::db::{BatchedQuery, Error, Pool};
use crate::domain::{Realm, SessionKey, UserId};
use crate::log::Listener;

/// Look-ups in one query.
const BATCH: usize = 256;

/// Looks users up. Clones share their queries and one cache.
#[derive(Clone)]
pub struct Principals {
    pool: Pool,
    cache: Arc<PrincipalCache>,
    lookups: Arc<BatchedQuery<Key, PrincipalLookup>>,
}

impl Principals {
    /// Looks users up in the database of `pool`. The signals of `listener` invalidate the cache.
    pub fn new(pool: Pool, listener: &mut Listener) -> Self {
        let cache = Arc::new(PrincipalCache::new(listener.delivery()));
        listener.on_signal("recheck", {
            let cache = cache.clone();
            // A signal of an unknown shape may be about any user.
            move |user_ids| match serde_json::from_str::<Vec<UserId>>(user_ids.get()) {
                Ok(user_ids) => cache.invalidate(&user_ids),
                Err(_) => cache.invalidate_all(),
            }
        });
        let lookups = BatchedQuery::new(BATCH, 1);
        Self {
            pool,
            cache,
            lookups,
        }
    }

    /// Looks up the current state of a user.
    pub async fn find(
        &self,
        subject: Subject,
        session: SessionKey,
        realm: Option<Realm>,
    ) -> Result<PrincipalLookup, Error> {
        let key = (UserRef::Subject(subject), session, realm);
        if let Some(known) = self.cache.get(&key) {
            return Ok(PrincipalLookup::KnownUser(known));
        }
        self.read_key(key).await
    }

    /// The same past the cache, after this server has changed the user.
    pub(super) async fn read(
        &self,
        subject: Subject,
        session: SessionKey,
        realm: Option<Realm>,
    ) -> Result<PrincipalLookup, Error> {
        self.read_key((UserRef::Subject(subject), session, realm))
            .await
    }

    async fn read_key(&self, key: Key) -> Result<PrincipalLookup, Error> {
        let (pool, cache) = (self.pool.clone(), self.cache.clone());
        let look_up = move |keys| look_up(pool.clone(), cache.clone(), keys);
        self.lookups.get(key, look_up).await
    }
}

async fn look_up(
    pool: Pool,
    cache: Arc<PrincipalCache>,
    keys: Vec<Key>,
) -> Result<Vec<PrincipalLookup>, Error> {
    let moment = cache.moment();
    let found = find_all(&pool, keys.iter()).await?;
    for (key, found) in keys.into_iter().zip(&found) {
        if let (PrincipalLookup::KnownUser(known), Some(moment)) = (found, moment) {
            cache.store(key, known.clone(), moment);
        }
    }
    Ok(found)
}

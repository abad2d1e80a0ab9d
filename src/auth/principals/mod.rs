//! Looks up the users of tokens: from a cache that the database invalidates, or in batches.
//!
//! Requests that arrive during a look-up share the next one, so under load one query serves dozens
//! of requests, and none of them reads a state older than itself. What it found is kept in `cache`
//! until a signal says that the user or one of their log-ins has changed.

mod cache;
mod lookup;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use self::cache::PrincipalCache;
pub(super) use self::lookup::{Key, UserRef, find_all};
pub use self::lookup::{KnownUser, PrincipalLookup};
use super::claims::Subject;
use crate::db::{Error, Pool};
use crate::domain::{Realm, SessionKey, UserId};
use crate::log::Listener;

/// Waiting look-ups; further requests get 503.
const QUEUE: usize = 8_192;
/// Look-ups in one query.
const BATCH: usize = 256;
/// The limit of one query.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

/// Looks users up. Clones share one queue and one cache.
#[derive(Clone)]
pub struct Principals {
    cache: Arc<PrincipalCache>,
    queue: mpsc::Sender<Lookup>,
}

/// The task that queries the database; ends when every [`Principals`] is dropped.
pub struct PrincipalsTask {
    pool: Pool,
    cache: Arc<PrincipalCache>,
    queue: mpsc::Receiver<Lookup>,
}

struct Lookup {
    key: Key,
    answer: oneshot::Sender<Result<PrincipalLookup, Error>>,
}

impl Principals {
    /// A client and its task. The signals of `listener` invalidate the cache.
    pub fn new(pool: Pool, listener: &mut Listener) -> (Self, PrincipalsTask) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let cache = Arc::new(PrincipalCache::new(listener.delivery()));
        listener.on_signal("recheck", {
            let cache = cache.clone();
            // A signal of an unknown shape may be about any user.
            move |user_ids| match serde_json::from_str::<Vec<UserId>>(user_ids.get()) {
                Ok(user_ids) => cache.invalidate(&user_ids),
                Err(_) => cache.invalidate_all(),
            }
        });
        let task = PrincipalsTask {
            pool,
            cache: cache.clone(),
            queue: waiting,
        };
        (Self { cache, queue }, task)
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
        let (answer, answered) = oneshot::channel();
        let lookup = Lookup { key, answer };
        self.queue.try_send(lookup).map_err(|_| Error::Overloaded)?;
        answered
            .await
            .map_err(|_| Error::Unavailable("the look-up was cancelled".into()))?
    }
}

impl PrincipalsTask {
    /// Runs until the last client is dropped.
    pub async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.queue.recv_many(&mut batch, BATCH).await > 0 {
            let moment = self.cache.moment();
            let keys = batch.iter().map(|lookup| &lookup.key);
            let found = timeout(LOOKUP_TIMEOUT, find_all(&self.pool, keys)).await;
            let found = found.unwrap_or_else(|_| Err(Error::Unavailable("took too long".into())));
            match found {
                Ok(found) => {
                    for (lookup, found) in batch.drain(..).zip(found) {
                        if let (PrincipalLookup::KnownUser(known), Some(moment)) = (&found, moment)
                        {
                            self.cache.store(lookup.key, known.clone(), moment);
                        }
                        let _ = lookup.answer.send(Ok(found));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, callers = batch.len(), "users could not be looked up");
                    for lookup in batch.drain(..) {
                        let _ = lookup
                            .answer
                            .send(Err(Error::Unavailable(error.to_string())));
                    }
                }
            }
        }
    }
}

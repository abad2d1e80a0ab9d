//! Looks up the users of tokens: from a cache that the database invalidates, or in batches.
//!
//! Requests that arrive during a look-up share the next one, so under load one query serves dozens
//! of requests, and none of them reads a state older than itself. What it found is kept in `cache`
//! until a signal says that the user or one of their log-ins has changed.

mod cache;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_postgres::Row;

use self::cache::PrincipalCache;
use super::claims::{Claims, Subject};
use crate::db::{Error, Pool, RowExt as _, query};
use crate::domain::{Name, Principal, Realm, Role, SessionKey, UserId};
use crate::log::Listener;

/// Waiting look-ups; further requests get 503.
const QUEUE: usize = 8_192;
/// Look-ups in one query.
const BATCH: usize = 256;
/// The limit of one query.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

const FIND_USERS: &str = include_str!("../sql/find_users.sql");

/// The user to look up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum UserRef {
    /// The user that a token names. A numeric subject never names a user with an `external_id`.
    Subject(Subject),
    /// A user by id.
    User(UserId),
}

/// A look-up: user, log-in, and the realm that the user must belong to.
pub(super) type Key = (UserRef, SessionKey, Option<Realm>);

/// The result of a look-up.
#[derive(Debug, Clone)]
pub enum PrincipalLookup {
    /// The user exists.
    KnownUser(Arc<KnownUser>),
    /// The user does not belong to the realm.
    NotInRealm,
    /// There is no such user.
    Unknown,
    /// The log-in was revoked.
    LoggedOut,
}

/// The current state of a user.
#[derive(Debug, Clone)]
pub struct KnownUser {
    pub user_id: UserId,
    pub role: Role,
    name: Name,
    email: Option<String>,
    external_id: Option<String>,
    created_at: Timestamp,
}

impl KnownUser {
    /// The length of its texts.
    fn text_bytes(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let name = match &self.name {
            Name::Given(name) => name.len(),
            Name::Number(_) | Name::Removed => 0,
        };
        name + length(&self.email) + length(&self.external_id)
    }

    /// The caller with these claims.
    pub fn with(&self, claims: Claims) -> Principal {
        Principal {
            user_id: self.user_id,
            role: self.role,
            name: self.name.clone(),
            email: self.email.clone(),
            external_id: self.external_id.clone(),
            created_at: self.created_at,
            session: claims.session,
            expires_at: claims.expires_at,
        }
    }
}

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

/// Looks up each of `keys`, in their order.
pub(super) async fn find_all<'a>(
    pool: &Pool,
    keys: impl Iterator<Item = &'a Key>,
) -> Result<Vec<PrincipalLookup>, Error> {
    let (mut subject_ids, mut external_ids) = (Vec::new(), Vec::new());
    let (mut user_ids, mut sessions, mut realms) = (Vec::new(), Vec::new(), Vec::new());
    for (user, session, realm) in keys {
        let (subject_id, external_id, user_id) = match user {
            UserRef::Subject(Subject::Id(id)) => (Some(*id), None, None),
            UserRef::Subject(Subject::External(name)) => (None, Some(name.as_str()), None),
            UserRef::User(user_id) => (None, None, Some(user_id.0)),
        };
        subject_ids.push(subject_id);
        external_ids.push(external_id);
        user_ids.push(user_id);
        sessions.push(session.as_str());
        realms.push(realm.as_ref().map(Realm::as_str));
    }
    let rows = query::all(
        pool,
        FIND_USERS,
        &[&subject_ids, &external_ids, &user_ids, &sessions, &realms],
    )
    .await?;
    rows.iter().map(found).collect()
}

fn found(row: &Row) -> Result<PrincipalLookup, Error> {
    if row.try_get("is_revoked")? {
        return Ok(PrincipalLookup::LoggedOut);
    }
    let Some(user_id) = row.try_get::<_, Option<UserId>>("user_id")? else {
        return Ok(PrincipalLookup::Unknown);
    };
    if !row.try_get::<_, bool>("is_in_realm")? {
        return Ok(PrincipalLookup::NotInRealm);
    }
    let role: &str = row.try_get("role")?;
    Ok(PrincipalLookup::KnownUser(Arc::new(KnownUser {
        user_id,
        role: role.parse().unwrap_or(Role::Member),
        name: Name::of(user_id, row.try_get("name")?),
        email: row.try_get("email")?,
        external_id: row.try_get("external_id")?,
        created_at: row.timestamp("created_at")?,
    })))
}

//! The users that requests have named lately, as the database showed them.
//!
//! # Guarantees
//! An entry is used only while signals arrive from the database, and only if no signal about its
//! user has arrived since before the query that read it. Unknown users, revoked sessions and users
//! of other realms are never kept. Its size is bounded in bytes.
//!
//! # Staleness
//! The database notifies in the transaction that changes a user or revokes a session, and the
//! notification takes about a millisecond. A log-out at this server is answered when all replicas
//! have handled it ([`SignalFence`](crate::log::SignalFence)). If notifications stop to arrive
//! unnoticed, entries are used for at most `TRUST` (5 seconds) more.
//!
//! # Why versions
//! An invalidation increments a counter and removes nothing. So it can neither be overtaken by a
//! look-up that began before it, nor has it to find the entries of a user. Users share counters; a
//! collision costs another look-up.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::super::claims::Subject;
use super::lookup::{Key, KnownUser, UserRef};
use crate::domain::UserId;
use crate::log::SignalDelivery;

/// The memory of all entries, about.
const MAX_BYTES: u64 = 8 * 1024 * 1024;
/// The memory of one entry, besides its texts.
const ENTRY_BYTES: usize = 400;
/// How long an entry is used even if nothing changes: a limit to mistakes, such as a session that
/// was revoked with plain SQL under the id of another user.
const MAX_AGE: Duration = Duration::from_secs(10);
/// The counters of invalidations.
const COUNTERS: usize = 4_096;

/// The cache.
pub(super) struct PrincipalCache {
    entries: Cache<Key, Entry, Bytes>,
    delivery: SignalDelivery,
    /// Counts all invalidations.
    invalidations: AtomicU64,
    /// Count the invalidations of users, several users to a counter.
    of_users: Box<[AtomicU64]>,
    hasher: RandomState,
}

#[derive(Clone)]
struct Entry {
    known: Arc<KnownUser>,
    moment: Moment,
    /// The counter of its user when it was stored.
    version: u64,
}

/// The time before a query.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    connection: u64,
    invalidations: u64,
    at: Instant,
}

impl PrincipalCache {
    pub(super) fn new(delivery: SignalDelivery) -> Self {
        let estimated = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX) / ENTRY_BYTES;
        Self {
            entries: Cache::with_weighter(estimated, MAX_BYTES, Bytes),
            delivery,
            invalidations: AtomicU64::default(),
            of_users: (0..COUNTERS).map(|_| AtomicU64::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    /// A user whose state is current.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<KnownUser>> {
        let connection = self.delivery.connection()?;
        let entry = self.entries.get(key)?;
        let is_current = entry.moment.connection == connection
            && entry.version == self.counter(entry.known.user_id).load(Ordering::SeqCst)
            && entry.moment.at.elapsed() < MAX_AGE;
        is_current.then_some(entry.known)
    }

    /// To be called before the query whose result is stored; `None` if nothing can be stored.
    pub(super) fn moment(&self) -> Option<Moment> {
        Some(Moment {
            connection: self.delivery.connection()?,
            invalidations: self.invalidations.load(Ordering::SeqCst),
            at: Instant::now(),
        })
    }

    /// Stores what a query has read that was sent after `moment`, unless it may be outdated.
    pub(super) fn store(&self, key: Key, known: Arc<KnownUser>, moment: Moment) {
        // An invalidation increments `invalidations` first and the user's counter second. So one
        // whose increment of the counter is not in `version` makes the entry outdated, and any other
        // is noticed here.
        let version = self.counter(known.user_id).load(Ordering::SeqCst);
        if self.invalidations.load(Ordering::SeqCst) == moment.invalidations {
            let entry = Entry {
                known,
                moment,
                version,
            };
            self.entries.insert(key, entry);
        }
    }

    /// These users, or their log-ins, have changed.
    pub(super) fn invalidate(&self, user_ids: &[UserId]) {
        self.invalidations.fetch_add(1, Ordering::SeqCst);
        for user_id in user_ids {
            self.counter(*user_id).fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Any user may have changed.
    pub(super) fn invalidate_all(&self) {
        self.invalidations.fetch_add(1, Ordering::SeqCst);
        for counter in &self.of_users {
            counter.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn counter(&self, user_id: UserId) -> &AtomicU64 {
        let hash = usize::try_from(self.hasher.hash_one(user_id) >> 32).unwrap_or_default();
        &self.of_users[hash % COUNTERS]
    }
}

/// Weighs entries by their memory.
#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Entry> for Bytes {
    fn weight(&self, (user, session, _): &Key, entry: &Entry) -> u64 {
        let subject = match user {
            UserRef::Subject(Subject::External(name)) => name.len(),
            UserRef::Subject(Subject::Id(_)) | UserRef::User(_) => 0,
        };
        let texts = subject + session.as_str().len() + entry.known.text_bytes();
        u64::try_from(ENTRY_BYTES + texts).unwrap_or(MAX_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{Name, Role, SessionKey};

    fn known(id: i64) -> Arc<KnownUser> {
        Arc::new(KnownUser {
            user_id: UserId(id),
            role: Role::Member,
            name: Name::of(UserId(id), Some("N.".to_owned())),
            email: None,
            external_id: None,
            created_at: Timestamp::UNIX_EPOCH,
            picture_id: None,
            avatar_url: None,
            language: None,
            company_id: None,
            claims_at: None,
            is_beyond_key: false,
        })
    }

    fn key(id: i64) -> Key {
        let session = SessionKey(format!("sid:{id}"));
        (UserRef::Subject(Subject::Id(id)), session, None)
    }

    /// A cache while signals arrive.
    fn cache() -> PrincipalCache {
        let delivery = SignalDelivery::default();
        delivery.prove(Instant::now());
        PrincipalCache::new(delivery)
    }

    impl PrincipalCache {
        fn read_and_store(&self, id: i64) {
            let moment = self.moment().expect("signals arrive");
            self.store(key(id), known(id), moment);
        }

        fn has(&self, id: i64) -> bool {
            self.get(&key(id)).is_some()
        }
    }

    #[test]
    fn invalidated_user_is_read_again() {
        let cache = cache();
        cache.read_and_store(1);
        assert!(cache.has(1));
        cache.invalidate(&[UserId(1)]);
        assert!(!cache.has(1));
        cache.read_and_store(1);
        assert!(cache.has(1));
        cache.invalidate_all();
        assert!(!cache.has(1));
    }

    #[test]
    fn result_older_than_an_invalidation_is_not_stored() {
        let cache = cache();
        let moment = cache.moment().expect("signals arrive");
        cache.invalidate(&[UserId(1)]);
        cache.store(key(1), known(1), moment);
        assert!(!cache.has(1));
    }

    #[test]
    fn entries_of_an_earlier_connection_are_not_used() {
        let cache = cache();
        cache.read_and_store(1);
        cache.delivery.restart();
        assert!(!cache.has(1) && cache.moment().is_none());
        cache.delivery.prove(Instant::now());
        assert!(!cache.has(1));
    }

    #[test]
    fn entries_are_used_for_a_bounded_time() {
        let cache = cache();
        let mut moment = cache.moment().expect("signals arrive");
        let long_ago = moment.at.checked_sub(MAX_AGE);
        moment.at = long_ago.expect("this machine has run for seconds");
        cache.store(key(1), known(1), moment);
        assert!(!cache.has(1));
    }

    #[test]
    fn memory_is_bounded() {
        let cache = cache();
        for id in 1..100_000 {
            // A busy machine may take longer than signals are trusted.
            cache.delivery.prove(Instant::now());
            cache.read_and_store(id);
        }
        assert!(cache.entries.weight() <= MAX_BYTES);
        assert!(cache.entries.len() > 10_000);
    }
}

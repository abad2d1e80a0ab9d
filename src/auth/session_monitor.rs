//! Ends open streams whose users have lost their access.
//!
//! A user's access also changes outside of the log: a role or a user by plain SQL, a session
//! by log-out. Triggers send a signal, upon which these users are checked at once. All connected
//! users are checked every few seconds as well, so that a lost signal does no harm.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::principals::{Key, PrincipalLookup, UserRef, find_all};
use crate::db::{Error, Pool};
use crate::domain::UserId;
use crate::live::{EndReason, Hub, Subscriber};
use crate::log::Signal;
use crate::workers::{Health, Worker};

/// How often all users are checked: a change takes effect within five seconds.
const INTERVAL: Duration = Duration::from_secs(2);
/// Users looked up by one query.
const BATCH: usize = 1_000;

/// The task that ends streams.
pub struct SessionMonitor {
    pool: Pool,
    hub: Arc<Hub>,
    signals: mpsc::Receiver<Signal>,
}

impl SessionMonitor {
    /// The topics of its signals, which list users whose access may have changed.
    pub const TOPICS: &[&str] = &["recheck"];

    /// Watches the subscribers of `hub`.
    pub fn new(pool: Pool, hub: Arc<Hub>, signals: mpsc::Receiver<Signal>) -> Self {
        Self { pool, hub, signals }
    }

    /// Checks these users, or all users with an open stream.
    async fn recheck(&self, only: Option<&HashSet<UserId>>) -> Result<(), Error> {
        let connected = self.hub.connected();
        let connected: HashSet<Key> = connected
            .iter()
            .filter(|subscriber| only.is_none_or(|users| users.contains(&subscriber.user_id)))
            .map(key)
            .collect();
        let connected: Vec<Key> = connected.into_iter().collect();
        let mut lookups = HashMap::new();
        for batch in connected.chunks(BATCH) {
            let found = find_all(&self.pool, batch.iter()).await?;
            lookups.extend(batch.iter().cloned().zip(found));
        }
        self.end(&lookups);
        Ok(())
    }

    fn end(&self, lookups: &HashMap<Key, PrincipalLookup>) {
        let lookup = |subscriber: &Subscriber| lookups.get(&key(subscriber));
        let is_logged_out = |subscriber: &Subscriber| {
            matches!(lookup(subscriber), Some(PrincipalLookup::LoggedOut))
        };
        let has_changed = |subscriber: &Subscriber| match lookup(subscriber) {
            Some(PrincipalLookup::KnownUser(known)) => known.role != subscriber.role,
            Some(PrincipalLookup::Unknown | PrincipalLookup::NotInRealm) => true,
            Some(PrincipalLookup::LoggedOut) | None => false,
        };
        self.hub.end(EndReason::LoggedOut, is_logged_out);
        self.hub.end(EndReason::AccessChanged, has_changed);
    }
}

impl Worker for SessionMonitor {
    const NAME: &'static str = "session_monitor";
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => self.recheck(None).await?,
                Some(signal) = self.signals.recv() => {
                    let user_ids = serde_json::from_str(signal.content.get());
                    // A signal of an unknown shape may be about any user.
                    self.recheck(user_ids.ok().as_ref()).await?;
                }
            }
            health.working();
        }
    }
}

/// The look-up of a stream's user.
fn key(subscriber: &Subscriber) -> Key {
    (
        UserRef::User(subscriber.user_id),
        subscriber.session.clone(),
        Some(subscriber.realm),
    )
}

//! Looks after the people behind open streams.
//!
//! What someone may do changes outside of the log too: a role or a user by plain SQL, a
//! log-in by log-out. Triggers call that out, and this looks at once; and it looks at
//! everyone every few seconds anyway, so that a lost call does no harm.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::principals::{Key, PrincipalLookup, Whom, find_all};
use crate::db::{Error, Pool};
use crate::domain::UserId;
use crate::live::{EndReason, Hub, Subscriber};
use crate::log::AccessChange;

/// How often everyone is looked at: a change acts within five seconds.
const INTERVAL: Duration = Duration::from_secs(2);
/// People looked up in one query.
const BATCH: usize = 1_000;

/// The task that ends streams whose user may no more.
pub struct SessionMonitor {
    pool: Pool,
    hub: Arc<Hub>,
    signals: mpsc::Receiver<AccessChange>,
}

impl SessionMonitor {
    /// Watches the subscribers of `hub`.
    pub fn new(pool: Pool, hub: Arc<Hub>, signals: mpsc::Receiver<AccessChange>) -> Self {
        Self { pool, hub, signals }
    }

    /// Watches until told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let whom = tokio::select! {
                () = stop.cancelled() => return,
                _ = ticks.tick() => None,
                Some(AccessChange::Recheck(user_ids)) = self.signals.recv() => {
                    Some(user_ids.into_iter().collect::<HashSet<_>>())
                }
            };
            if let Err(error) = self.recheck(whom.as_ref()).await {
                tracing::warn!(%error, "the people behind open streams could not be looked at");
            }
        }
    }

    /// Looks at these people, or at everyone with an open stream.
    async fn recheck(&self, whom: Option<&HashSet<UserId>>) -> Result<(), Error> {
        let connected = self.hub.connected();
        let connected: HashSet<Key> = connected
            .iter()
            .filter(|subscriber| whom.is_none_or(|whom| whom.contains(&subscriber.user_id)))
            .map(key)
            .collect();
        let connected: Vec<Key> = connected.into_iter().collect();
        let mut verdicts = HashMap::new();
        for batch in connected.chunks(BATCH) {
            let found = find_all(&self.pool, batch.iter()).await?;
            verdicts.extend(batch.iter().cloned().zip(found));
        }
        self.end(&verdicts);
        Ok(())
    }

    fn end(&self, verdicts: &HashMap<Key, PrincipalLookup>) {
        let verdict = |subscriber: &Subscriber| verdicts.get(&key(subscriber));
        let is_logged_out = |subscriber: &Subscriber| {
            matches!(verdict(subscriber), Some(PrincipalLookup::LoggedOut))
        };
        let has_changed = |subscriber: &Subscriber| match verdict(subscriber) {
            Some(PrincipalLookup::KnownUser(known)) => known.role != subscriber.role,
            Some(PrincipalLookup::Unknown | PrincipalLookup::Elsewhere) => true,
            Some(PrincipalLookup::LoggedOut) | None => false,
        };
        self.hub.end(EndReason::LoggedOut, is_logged_out);
        self.hub.end(EndReason::AccessChanged, has_changed);
    }
}

/// How the person behind a stream is looked up.
fn key(subscriber: &Subscriber) -> Key {
    (
        Whom::User(subscriber.user_id),
        subscriber.session.clone(),
        Some(subscriber.realm),
    )
}

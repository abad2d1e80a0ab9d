//! Publishes this replica's connections and typing to the other replicas.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use metrics::counter;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use uuid::Uuid;

use crate::db::{Connector, Error};
use crate::presence::local_state::LocalState;
use crate::presence::store::{PresenceStore, PresenceUpdate};
use crate::presence::timing::{HEARTBEAT, LEASE, OFFLINE_DELAY};
use crate::telemetry::metrics::{TYPING_NOTIFICATIONS, TYPING_SENT};
use crate::workers::{Health, Worker};

/// From one statement, each of which may NOTIFY once, to the next.
const NOTIFY_INTERVAL: Duration = Duration::from_millis(50);
/// The least time between two heartbeats, so that other statements get their turns.
const MIN_HEARTBEAT: Duration = Duration::from_millis(250);
/// The limit of a statement. It leaves time to reconnect and to register all users again before
/// the lease ends.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(5);
/// The limit of the last statement, at shutdown.
const LEAVE_TIMEOUT: Duration = Duration::from_secs(2);

/// The last heartbeat, for [`super::PresenceReceiver`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HeartbeatState {
    /// Counts the changes of who is online.
    pub(super) version: i64,
    /// Whether heartbeats have been sent without a break for a whole lease.
    pub(super) is_steady: bool,
}

/// The task that publishes.
pub(crate) struct PresencePublisher {
    connector: Connector,
    local: Arc<LocalState>,
    replica_id: Uuid,
    state: watch::Sender<HeartbeatState>,
    store: Option<PresenceStore>,
    /// Whether the table is known to match [`LocalState`].
    is_registered: bool,
    /// The first and the last of the heartbeats that were sent without a break.
    steady_since: Option<(Instant, Instant)>,
    next_heartbeat: Instant,
    /// Alternates when both typing and presence wait.
    is_typings_turn: bool,
}

impl PresencePublisher {
    pub(super) fn new(
        connector: Connector,
        local: Arc<LocalState>,
    ) -> (Self, watch::Receiver<HeartbeatState>) {
        let (state, watched) = watch::channel(HeartbeatState::default());
        let publisher = Self {
            connector,
            local,
            replica_id: Uuid::new_v4(),
            state,
            store: None,
            is_registered: false,
            steady_since: None,
            next_heartbeat: Instant::now(),
            is_typings_turn: false,
        };
        (publisher, watched)
    }

    /// Waits until there may be updates to publish.
    async fn wait(&self) {
        let next = self.local.next_expiry().unwrap_or(self.next_heartbeat);
        tokio::select! {
            () = self.local.changed() => {}
            () = sleep_until(self.next_heartbeat.min(next)) => {}
        }
    }

    /// Runs one statement. Returns false if there was no update to publish.
    async fn step(&mut self) -> Result<bool, Error> {
        if !self.is_registered {
            let snapshot = self.local.presence_snapshot();
            self.update(&snapshot).await?;
            return Ok(true);
        }
        if Instant::now() >= self.next_heartbeat {
            self.heartbeat().await?;
            return Ok(true);
        }
        self.is_typings_turn = !self.is_typings_turn;
        if self.is_typings_turn && self.notify_typing().await? {
            return Ok(true);
        }
        if let Some(update) = self.local.presence_update() {
            self.update(&update).await?;
            return Ok(true);
        }
        Ok(self.notify_typing().await? || self.notify_drafts().await?)
    }

    async fn update(&mut self, update: &PresenceUpdate) -> Result<(), Error> {
        // Until the reply arrives, the content of the table is unknown.
        self.is_registered = false;
        if within(self.store()?.update(update)).await? {
            self.local.registered(update);
            self.is_registered = true;
        }
        Ok(())
    }

    async fn heartbeat(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        let first = match self.steady_since {
            Some((first, last)) if now.duration_since(last) < 2 * HEARTBEAT => first,
            _ => now,
        };
        let is_steady = now.duration_since(first) >= LEASE;
        let Some(reply) = within(self.store()?.heartbeat(is_steady)).await? else {
            tracing::info!("the presence table was emptied; registering all connections again");
            self.is_registered = false;
            self.steady_since = None;
            return Ok(());
        };
        // A late reply counts as a break: other replicas may have been delayed meanwhile.
        self.steady_since = (now.elapsed() < HEARTBEAT).then_some((first, now));
        // A replica that is not steady may not remove others, however long ago their lease ended.
        let next_expiry = reply.next_expiry.filter(|_| is_steady);
        let pause = next_expiry.unwrap_or(HEARTBEAT);
        self.next_heartbeat = now + pause.clamp(MIN_HEARTBEAT, HEARTBEAT);
        self.state.send_replace(HeartbeatState {
            version: reply.version,
            is_steady,
        });
        Ok(())
    }

    /// Sends as many typing updates as one NOTIFY holds. Returns false if none waits.
    async fn notify_typing(&mut self) -> Result<bool, Error> {
        let Some(payload) = self.local.take_typing() else {
            return Ok(false);
        };
        within(self.store()?.send_signal(&payload.text)).await?;
        counter!(TYPING_NOTIFICATIONS).increment(1);
        counter!(TYPING_SENT).increment(payload.count as u64);
        Ok(true)
    }

    /// Announces as many drafts as one NOTIFY holds. Returns false if none waits.
    async fn notify_drafts(&mut self) -> Result<bool, Error> {
        let Some(payload) = self.local.take_drafts() else {
            return Ok(false);
        };
        within(self.store()?.send_signal(&payload.text)).await?;
        Ok(true)
    }

    fn store(&self) -> Result<&PresenceStore, Error> {
        let missing = || Error::Unavailable("there is no connection".into());
        self.store.as_ref().ok_or_else(missing)
    }
}

impl Worker for PresencePublisher {
    const NAME: &'static str = "presence_publisher";
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        let store = PresenceStore::open(&self.connector, self.replica_id, LEASE).await?;
        self.store = Some(store);
        loop {
            self.local.record_sizes();
            let has_published = self.step().await?;
            health.working();
            if has_published {
                sleep(NOTIFY_INTERVAL).await;
            } else {
                self.wait().await;
            }
        }
    }

    fn reset(&mut self) {
        self.store = None;
        self.is_registered = false;
        self.steady_since = None;
        self.state.send_modify(|state| state.is_steady = false);
    }

    /// Keeps the rows of this replica's users for the offline delay, in which they may reconnect to
    /// other replicas.
    async fn shut_down(mut self) {
        let Some(store) = self.store.take().filter(|_| self.is_registered) else {
            // The lease ends by itself.
            return;
        };
        let left = timeout(LEAVE_TIMEOUT, store.leave(OFFLINE_DELAY)).await;
        if !matches!(left, Ok(Ok(()))) {
            tracing::warn!("this replica could not be unregistered; its lease will expire");
        }
    }
}

async fn within<T>(statement: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(STATEMENT_TIMEOUT, statement)
        .await
        .map_err(|_| Error::Unavailable("a statement took too long".into()))?
}

//! Tells the other replicas: keeps this one's page of the register, and calls out who types.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::db::{Connector, Error};
use crate::live::Hub;
use crate::live::metrics::METRICS;
use crate::presence::replica_signal;
use crate::presence::store::{PresenceStore, PresenceUpdate};
use crate::presence::{HEARTBEAT, LEASE, LocalState, OFFLINE_DELAY};

/// Between two statements, each of which may NOTIFY once.
const NOTIFY_INTERVAL: Duration = Duration::from_millis(50);
/// Between two beats at least: what there is to tell has its turns in between.
const MIN_HEARTBEAT: Duration = Duration::from_millis(250);
/// How long one may take before its connection is given up: another one is there, and has
/// registered everyone anew, before the lease runs out.
const ROUND_TRIP: Duration = Duration::from_secs(5);
/// How long the last one may take, at shutdown.
const LEAVE_TIMEOUT: Duration = Duration::from_secs(2);
const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(100)..Duration::from_secs(2);

/// What the last beat told, for [`super::Incoming`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct HeartbeatState {
    /// Counts the changes of who is online.
    pub(crate) version: i64,
    /// Whether there was a beat every other second, for as long as a lease lasts.
    pub(crate) is_steady: bool,
}

/// The task that tells.
pub struct PresencePublisher {
    connector: Connector,
    outbox: Arc<LocalState>,
    replica_id: Uuid,
    heartbeat: watch::Sender<HeartbeatState>,
    register: Option<PresenceStore>,
    /// Whether the register has what [`LocalState`] believes that it has.
    is_known: bool,
    /// The first beat of those that came without a break, and the last.
    steady_since: Option<(Instant, Instant)>,
    next_beat: Instant,
    /// Typing has its turn, where both wait.
    is_typings_turn: bool,
}

impl PresencePublisher {
    pub(crate) fn new(connector: Connector, hub: &Hub) -> (Self, watch::Receiver<HeartbeatState>) {
        let (heartbeat, felt) = watch::channel(HeartbeatState::default());
        let outgoing = Self {
            connector,
            outbox: hub.outbox(),
            replica_id: Uuid::new_v4(),
            heartbeat,
            register: None,
            is_known: false,
            steady_since: None,
            next_beat: Instant::now(),
            is_typings_turn: false,
        };
        (outgoing, felt)
    }

    /// Tells until told to stop, through any number of lost connections; then takes leave.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut backoff = BACKOFF.start;
        loop {
            let started = Instant::now();
            let outcome = stop.run_until_cancelled(self.serve()).await;
            let Some(Err(error)) = outcome else { break };
            if started.elapsed() > BACKOFF.end {
                backoff = BACKOFF.start;
            }
            METRICS.signal_failures.increment(1);
            tracing::warn!(%error, "signals cannot be told, trying again");
            self.register = None;
            self.is_known = false;
            self.steady_since = None;
            self.heartbeat
                .send_modify(|heartbeat| heartbeat.is_steady = false);
            let jittered = backoff.mul_f64(rand::random_range(0.5..1.5));
            if stop.run_until_cancelled(sleep(jittered)).await.is_none() {
                break;
            }
            backoff = (backoff * 2).min(BACKOFF.end);
        }
        self.leave().await;
    }

    /// One connection's life; returns only with an error.
    async fn serve(&mut self) -> Result<(), Error> {
        let register = PresenceStore::open(&self.connector, self.replica_id, LEASE).await?;
        self.register = Some(register);
        loop {
            let (connected, waiting) = self.outbox.sizes();
            METRICS.users_connected.set(connected as f64);
            METRICS.signals_waiting.set(waiting as f64);
            if self.step().await? {
                sleep(NOTIFY_INTERVAL).await;
            } else {
                self.wait().await;
            }
        }
    }

    /// Waits until there may be something to tell.
    async fn wait(&self) {
        let next = self.outbox.next_change().unwrap_or(self.next_beat);
        tokio::select! {
            () = self.outbox.woken.notified() => {}
            () = sleep_until(next.min(self.next_beat)) => {}
        }
    }

    /// One statement, where there is one to make.
    async fn step(&mut self) -> Result<bool, Error> {
        if !self.is_known {
            let everyone = self.outbox.everyone();
            self.change(&everyone).await?;
            return Ok(true);
        }
        if Instant::now() >= self.next_beat {
            self.beat().await?;
            return Ok(true);
        }
        self.is_typings_turn = !self.is_typings_turn;
        if self.is_typings_turn && self.call_out().await? {
            return Ok(true);
        }
        if let Some(changes) = self.outbox.changes() {
            self.change(&changes).await?;
            return Ok(true);
        }
        self.call_out().await
    }

    async fn change(&mut self, changes: &PresenceUpdate) -> Result<(), Error> {
        // Until the answer is here nobody knows what the register has.
        self.is_known = false;
        let register = self.register()?;
        if within(register.change(changes)).await? {
            self.outbox.registered(changes);
            self.is_known = true;
        }
        Ok(())
    }

    async fn beat(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        let first = match self.steady_since {
            Some((first, last)) if now.duration_since(last) < 2 * HEARTBEAT => first,
            _ => now,
        };
        let is_steady = now.duration_since(first) >= LEASE;
        let Some(beat) = within(self.register()?.beat(is_steady)).await? else {
            tracing::info!("the register of who is online was emptied, registering anew");
            self.is_known = false;
            self.steady_since = None;
            return Ok(());
        };
        // A late answer is a break as well: meanwhile others may have been kept waiting.
        self.steady_since = (now.elapsed() < HEARTBEAT).then_some((first, now));
        // Whoever is not steady may not reap, however long ago a lease ran out.
        let next_expiry = beat.next_expiry.filter(|_| is_steady).unwrap_or(HEARTBEAT);
        self.next_beat = now + next_expiry.clamp(MIN_HEARTBEAT, HEARTBEAT);
        self.heartbeat.send_replace(HeartbeatState {
            version: beat.version,
            is_steady,
        });
        Ok(())
    }

    /// Calls out as much of who types as one NOTIFY holds.
    async fn call_out(&mut self) -> Result<bool, Error> {
        let mut calls = self.outbox.take_typing();
        if calls.is_empty() {
            return Ok(false);
        }
        let link = self.register()?.link();
        let told = within(replica_signal::notify(link, calls.iter())).await?;
        METRICS.calls_made.increment(1);
        METRICS.typing_sent.increment(told as u64);
        self.outbox.put_back(calls.split_off(told));
        Ok(true)
    }

    /// Leaves this replica's users for others to take over.
    async fn leave(mut self) {
        let Some(register) = self.register.take().filter(|_| self.is_known) else {
            // Its lease runs out by itself.
            return;
        };
        let left = timeout(LEAVE_TIMEOUT, register.leave(OFFLINE_DELAY)).await;
        if !matches!(left, Ok(Ok(()))) {
            tracing::warn!("the register could not be told of the shutdown");
        }
    }

    fn register(&self) -> Result<&PresenceStore, Error> {
        let missing = || Error::Unavailable("there is no connection".into());
        self.register.as_ref().ok_or_else(missing)
    }
}

async fn within<T>(statement: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    timeout(ROUND_TRIP, statement)
        .await
        .map_err(|_| Error::Unavailable("a statement took too long".into()))?
}

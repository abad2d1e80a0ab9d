//! Hears what the replicas call out, and hands it to the hub.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::db::{Connector, Error, Pool};
use crate::domain::UserId;
use crate::live::Hub;
use crate::live::metrics::METRICS;
use crate::presence::PresencePublisher;
use crate::presence::publisher::HeartbeatState;
use crate::presence::replica_signal::{PresenceCall, ReplicaSignal};
use crate::presence::store;

/// How often typing is looked at that may have lapsed.
const TICK: Duration = Duration::from_millis(250);
/// At most this often the whole register is read, and what failed is tried again.
const LOOK: Duration = Duration::from_secs(1);
/// People told of in one go.
const AT_ONCE: usize = 300;

/// The task that hears.
pub struct PresenceReceiver {
    pool: Pool,
    hub: Arc<Hub>,
    calls: mpsc::Receiver<ReplicaSignal>,
    heartbeat: watch::Receiver<HeartbeatState>,
    /// The last change of presence that was taken in.
    version: Option<i64>,
    /// What the last beat told: the call of a change it tells of may still be on its way.
    announced: i64,
    was_steady: bool,
    /// Something may have been missed.
    is_stale: bool,
    /// When the register may be read again.
    next_look: Instant,
    /// When to go on after a failure.
    next_try: Instant,
    /// Whose presence has changed, and their subscribers do not know.
    unannounced: HashSet<UserId>,
}

impl PresenceReceiver {
    /// What tells and what hears, for the subscribers of `hub`.
    pub fn new(
        connector: Connector,
        pool: Pool,
        hub: Arc<Hub>,
        calls: mpsc::Receiver<ReplicaSignal>,
    ) -> (PresencePublisher, Self) {
        let (outgoing, heartbeat) = PresencePublisher::new(connector, &hub);
        let incoming = Self {
            pool,
            hub,
            calls,
            heartbeat,
            version: None,
            announced: 0,
            was_steady: false,
            is_stale: true,
            next_look: Instant::now(),
            next_try: Instant::now(),
            unannounced: HashSet::new(),
        };
        (outgoing, incoming)
    }

    /// Hears until told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                Some(call) = self.calls.recv() => self.on_notification(call),
                Ok(()) = self.heartbeat.changed() => self.on_heartbeat(),
                _ = ticks.tick() => self.hub.expire_typing(),
            }
            let served = stop.run_until_cancelled(self.serve()).await;
            if let Some(Err(error)) = served {
                self.next_try = Instant::now() + LOOK;
                tracing::warn!(%error, "who is online cannot be told just now");
            }
        }
    }

    fn on_notification(&mut self, call: ReplicaSignal) {
        METRICS.calls_heard.increment(1);
        match call {
            ReplicaSignal::Typing(calls) => self.hub.apply_typing(&calls),
            ReplicaSignal::Presence(change) => self.apply_change(change),
        }
    }

    fn apply_change(&mut self, change: PresenceCall) {
        let Some(version) = self.version else {
            return;
        };
        if change.version <= version {
            return;
        }
        let PresenceCall {
            version: next,
            online: Some(online),
            offline: Some(offline),
        } = change
        else {
            self.is_stale = true;
            return;
        };
        if next != version + 1 {
            self.is_stale = true;
            return;
        }
        self.version = Some(next);
        let changed = self.hub.note_presence(&online, &offline);
        self.unannounced.extend(changed);
    }

    fn on_heartbeat(&mut self) {
        let HeartbeatState { version, is_steady } = *self.heartbeat.borrow_and_update();
        let known = self.version.unwrap_or_default();
        // The call of what the last beat told has had its time to arrive. A version that went
        // back is another database's.
        let has_missed = self.announced > known || version < self.announced;
        let is_steady_now = is_steady && !self.was_steady;
        self.is_stale |= has_missed || is_steady_now;
        self.announced = version;
        self.was_steady = is_steady;
    }

    /// Reads what was missed, and tells what is untold.
    async fn serve(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        if now < self.next_try {
            return Ok(());
        }
        if self.is_stale && now >= self.next_look {
            self.next_look = now + LOOK;
            self.reload().await?;
        }
        while !self.unannounced.is_empty() {
            let some: Vec<UserId> = self.unannounced.iter().copied().take(AT_ONCE).collect();
            let known = store::known(&self.pool, &some).await?;
            for user_id in &some {
                self.unannounced.remove(user_id);
            }
            self.hub.tell_presence(&known);
        }
        for newcomers in self.hub.take_new_members() {
            let members = store::members(&self.pool, newcomers.chat_id).await?;
            self.hub.announce_to_new_members(&newcomers, &members);
        }
        Ok(())
    }

    /// Reads the whole register.
    async fn reload(&mut self) -> Result<(), Error> {
        let online = store::online(&self.pool).await?;
        METRICS.register_reads.increment(1);
        self.is_stale = false;
        self.version = Some(online.version);
        self.announced = online.version;
        let changed = self.hub.replace_presence(&online.user_ids, self.was_steady);
        self.unannounced.extend(changed);
        Ok(())
    }
}

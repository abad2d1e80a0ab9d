//! Applies the signals of all replicas and delivers them to this one's subscribers.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexSet;
use metrics::counter;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::db::{Connector, Error, Pool};
use crate::domain::{DraftKey, Presence, UserId};
use crate::log;
use crate::presence::introductions::ChangedBlock;
use crate::presence::local_state::LocalState;
use crate::presence::publisher::{HeartbeatState, PresencePublisher};
use crate::presence::replica_signal::{PresenceChange, ReplicaSignal};
use crate::presence::sink::PresenceSink;
use crate::presence::store::{self, UserPresence};
use crate::telemetry::metrics::{PRESENCE_NOTIFICATIONS_RECEIVED, PRESENCE_RELOADS};
use crate::workers::{Health, Worker};

/// From one check for expired typing to the next.
const TYPING_CHECK: Duration = Duration::from_millis(250);
/// The least time between two reads of the whole table.
const RELOAD_INTERVAL: Duration = Duration::from_secs(1);
/// The most drafts that are read with one query; each may have 40 kB.
const DRAFT_BATCH: usize = 50;
/// The most drafts that wait to be read; above it further ones are dropped.
const MAX_DRAFTS: usize = 4_096;
/// The most users whose presence is announced with one query.
const ANNOUNCE_BATCH: usize = 300;

/// The task that receives.
pub(crate) struct PresenceReceiver<S> {
    pool: Pool,
    local: Arc<LocalState>,
    sink: Arc<S>,
    signals: mpsc::Receiver<log::Signal>,
    heartbeat: watch::Receiver<HeartbeatState>,
    /// The last change that was applied.
    version: Option<i64>,
    /// The version of the last heartbeat, whose signal may not have arrived yet.
    expected: i64,
    was_steady: bool,
    /// A change may have been missed.
    is_stale: bool,
    next_reload: Instant,
    /// Users whose change of presence was not delivered yet.
    unannounced: HashSet<UserId>,
    /// Blocks that have begun or ended, until the blocked users are told the presence that they see now.
    changed_blocks: Vec<ChangedBlock>,
    /// Drafts of connected users that were saved and not delivered yet.
    saved_drafts: IndexSet<DraftKey>,
}

impl<S: PresenceSink> PresenceReceiver<S> {
    /// The publisher and the receiver of a replica.
    pub(crate) fn new(
        connector: Connector,
        pool: Pool,
        sink: Arc<S>,
        signals: mpsc::Receiver<log::Signal>,
    ) -> (PresencePublisher, Self) {
        let local = sink.local_state();
        let (publisher, heartbeat) = PresencePublisher::new(connector, local.clone());
        let receiver = Self {
            pool,
            local,
            sink,
            signals,
            heartbeat,
            version: None,
            expected: 0,
            was_steady: false,
            is_stale: true,
            next_reload: Instant::now(),
            unannounced: HashSet::new(),
            changed_blocks: Vec::new(),
            saved_drafts: IndexSet::new(),
        };
        (publisher, receiver)
    }

    fn on_notification(&mut self, signal: &log::Signal) {
        counter!(PRESENCE_NOTIFICATIONS_RECEIVED).increment(1);
        match ReplicaSignal::parse(signal) {
            Some(ReplicaSignal::Typing(updates)) => self.sink.apply_typing(&updates),
            Some(ReplicaSignal::Presence(change)) => self.apply_change(change),
            Some(ReplicaSignal::Drafts(keys)) => {
                let shown = keys.into_iter().filter(|key| self.sink.shows_draft(key));
                self.saved_drafts.extend(shown);
                self.saved_drafts.truncate(MAX_DRAFTS);
            }
            None => tracing::warn!(topic = signal.topic, "a signal has an unknown shape"),
        }
    }

    fn apply_change(&mut self, change: PresenceChange) {
        let Some(version) = self.version else {
            return;
        };
        if change.version <= version {
            return;
        }
        let (Some(online), Some(offline)) = (change.online, change.offline) else {
            self.is_stale = true;
            return;
        };
        if change.version != version + 1 {
            self.is_stale = true;
            return;
        }
        self.version = Some(change.version);
        let changed = self.local.update_online(&online, &offline);
        self.unannounced.extend(changed);
    }

    fn on_heartbeat(&mut self) {
        let HeartbeatState { version, is_steady } = *self.heartbeat.borrow_and_update();
        let known = self.version.unwrap_or_default();
        // The signal of the last heartbeat's version should have arrived by now. A version that
        // went back belongs to another database.
        let has_missed = self.expected > known || version < self.expected;
        let has_become_steady = is_steady && !self.was_steady;
        self.is_stale |= has_missed || has_become_steady;
        self.expected = version;
        self.was_steady = is_steady;
    }

    /// Reloads presence if a change may have been missed, then delivers changes, drafts and
    /// introductions.
    async fn serve(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        if self.is_stale && now >= self.next_reload {
            self.next_reload = now + RELOAD_INTERVAL;
            self.reload().await?;
        }
        while !self.unannounced.is_empty() {
            let batch = self.unannounced.iter().copied().take(ANNOUNCE_BATCH);
            let batch: Vec<UserId> = batch.collect();
            let users = store::users(&self.pool, &batch).await?;
            for user_id in &batch {
                self.unannounced.remove(user_id);
            }
            for user in &users {
                self.sink.deliver_presence(self.presence(user), &user.chats);
            }
        }
        while !self.saved_drafts.is_empty() {
            let batch: Vec<DraftKey> = self
                .saved_drafts
                .iter()
                .copied()
                .take(DRAFT_BATCH)
                .collect();
            let drafts = store::drafts(&self.pool, &batch).await?;
            self.saved_drafts.drain(..batch.len());
            for (key, draft) in batch.iter().zip(drafts) {
                self.sink.deliver_draft(key, draft);
            }
        }
        if self.changed_blocks.is_empty() {
            self.changed_blocks = self.sink.take_changed_blocks();
        }
        self.show_presence_again().await?;
        for new_members in self.sink.take_new_members() {
            let members = store::members(&self.pool, new_members.chat_id).await?;
            let online = members.iter().map(|member| self.presence(member));
            let online: Vec<_> = online.filter(|presence| presence.online).collect();
            self.sink.introduce(&new_members, &online);
        }
        Ok(())
    }

    /// Sends the users of changed blocks the presence of those who block them, or did, as far as it is
    /// shown to them now.
    async fn show_presence_again(&mut self) -> Result<(), Error> {
        while !self.changed_blocks.is_empty() {
            let batch = self.changed_blocks.len().min(ANNOUNCE_BATCH);
            let blocks = &self.changed_blocks[..batch];
            let mut blockers: Vec<UserId> = blocks.iter().map(|block| block.blocker).collect();
            blockers.sort_unstable();
            blockers.dedup();
            for user in store::users(&self.pool, &blockers).await? {
                let presence = self.presence(&user);
                let of_user = blocks.iter().filter(|block| block.blocker == user.user_id);
                of_user.for_each(|block| self.sink.show_presence(block, presence, &user.chats));
            }
            self.changed_blocks.drain(..batch);
        }
        Ok(())
    }

    fn presence(&self, user: &UserPresence) -> Presence {
        Presence {
            user_id: user.user_id,
            online: self.local.is_online(user.user_id),
            last_seen: user.last_seen,
        }
    }

    /// Reads the whole table.
    async fn reload(&mut self) -> Result<(), Error> {
        let online = store::online(&self.pool).await?;
        counter!(PRESENCE_RELOADS).increment(1);
        self.is_stale = false;
        self.version = Some(online.version);
        self.expected = online.version;
        let changed = self.local.replace_online(&online.user_ids, self.was_steady);
        self.unannounced.extend(changed);
        Ok(())
    }
}

impl<S: PresenceSink> Worker for PresenceReceiver<S> {
    const NAME: &'static str = "presence_receiver";
    /// Short, since typing does not expire during a pause.
    const MAX_PAUSE: Duration = Duration::from_millis(500);
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        let mut ticks = interval(TYPING_CHECK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                Some(signal) = self.signals.recv() => self.on_notification(&signal),
                Ok(()) = self.heartbeat.changed() => self.on_heartbeat(),
                _ = ticks.tick() => self.sink.expire_typing(),
            }
            self.serve().await?;
            health.working();
        }
    }
}

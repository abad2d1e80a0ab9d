//! The presence, typing and drafts of this replica's users, and the users who are online on any replica.

use std::collections::HashSet;

use metrics::gauge;
use parking_lot::{Mutex, RwLock};
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::{DraftKey, Position, UserId};
use crate::presence::active_typists::TypingKey;
use crate::presence::connections::LocalConnections;
use crate::presence::outbound_drafts::OutboundDrafts;
use crate::presence::outbound_typing::OutboundTyping;
use crate::presence::replica_signal::{Payload, TypingUpdate};
use crate::presence::store::PresenceUpdate;
use crate::presence::timing::{HEARTBEAT, OFFLINE_DELAY};
use crate::telemetry::metrics::{TYPING_WAITING, USERS_CONNECTED, USERS_ONLINE};

/// Presence and typing to publish, and the users who are online on any replica. Its locks are
/// taken last and one at a time.
#[derive(Default)]
pub(crate) struct LocalState {
    outbound: Mutex<Outbound>,
    online: RwLock<HashSet<UserId>>,
    wakeup: Notify,
}

#[derive(Default)]
struct Outbound {
    connections: LocalConnections,
    typing: OutboundTyping,
    drafts: OutboundDrafts,
}

impl LocalState {
    /// Records an opened connection of a user.
    pub(crate) fn connected(&self, user_id: UserId) {
        let mut outbound = self.outbound.lock();
        if outbound.connections.connected(user_id, Instant::now()) {
            self.wakeup.notify_one();
        }
    }

    /// Records a closed connection of a user.
    pub(crate) fn disconnected(&self, user_id: UserId) {
        let mut outbound = self.outbound.lock();
        outbound.connections.disconnected(user_id, Instant::now());
        // Needs no wakeup: the next heartbeat is sent before the delay ends.
        const { assert!(HEARTBEAT.as_nanos() < OFFLINE_DELAY.as_nanos()) };
    }

    /// The UUID of a chat in which the user was allowed to type a moment ago.
    pub(crate) fn typing_permission(&self, key: TypingKey) -> Option<Uuid> {
        self.outbound.lock().typing.permission(key, Instant::now())
    }

    /// Publishes that a user, who may type, has started or stopped typing.
    pub(crate) fn set_typing(&self, update: TypingUpdate) {
        if self.outbound.lock().typing.set(update, Instant::now()) {
            self.wakeup.notify_one();
        }
    }

    /// Announces a draft that was saved.
    pub(crate) fn draft_saved(&self, key: DraftKey) {
        self.outbound.lock().drafts.add(key);
        self.wakeup.notify_one();
    }

    /// Ends the typing that precedes the user's message at this position.
    pub(crate) fn message_sent(&self, key: TypingKey, at: Position) {
        self.outbound.lock().typing.message_sent(key, at);
    }

    /// Revokes the permission of a user who has left the chat.
    pub(crate) fn member_left(&self, key: TypingKey) {
        self.outbound.lock().typing.remove(key);
    }

    /// Those of these users who are online.
    pub(crate) fn filter_online(&self, user_ids: impl Iterator<Item = UserId>) -> HashSet<UserId> {
        let online = self.online.read();
        user_ids
            .filter(|user_id| online.contains(user_id))
            .collect()
    }

    pub(super) fn is_online(&self, user_id: UserId) -> bool {
        self.online.read().contains(&user_id)
    }

    /// Marks users online and offline; returns those whose state has changed.
    pub(super) fn update_online(&self, online: &[UserId], offline: &[UserId]) -> Vec<UserId> {
        let mut users = self.online.write();
        let added = online.iter().filter(|user_id| users.insert(**user_id));
        let mut changed: Vec<UserId> = added.copied().collect();
        let removed = offline.iter().filter(|user_id| users.remove(user_id));
        changed.extend(removed);
        gauge!(USERS_ONLINE).set(users.len() as f64);
        changed
    }

    /// Applies the list of all online users. Users who are not on it become offline only if the
    /// list `is_complete`: replicas that have just reconnected may not have registered their users
    /// yet.
    pub(super) fn replace_online(&self, online: &[UserId], is_complete: bool) -> Vec<UserId> {
        let mut offline = Vec::new();
        if is_complete {
            let listed: HashSet<UserId> = online.iter().copied().collect();
            offline.extend(self.online.read().difference(&listed).copied());
        }
        self.update_online(online, &offline)
    }

    /// Waits until there may be updates to publish.
    pub(super) async fn changed(&self) {
        self.wakeup.notified().await;
    }

    /// The connections to register or unregister now.
    pub(super) fn presence_update(&self) -> Option<PresenceUpdate> {
        self.outbound.lock().connections.update(Instant::now())
    }

    /// All connections to register.
    pub(super) fn presence_snapshot(&self) -> PresenceUpdate {
        self.outbound.lock().connections.snapshot(Instant::now())
    }

    /// Records that an update was written to the database.
    pub(super) fn registered(&self, update: &PresenceUpdate) {
        let mut outbound = self.outbound.lock();
        outbound.connections.registered(update, Instant::now());
    }

    /// When the next offline delay ends.
    pub(super) fn next_expiry(&self) -> Option<Instant> {
        self.outbound.lock().connections.next_expiry()
    }

    /// The typing updates of one notification, if any are waiting.
    pub(super) fn take_typing(&self) -> Option<Payload> {
        self.outbound.lock().typing.take()
    }

    /// The saved drafts of one notification, if any are waiting.
    pub(super) fn take_drafts(&self) -> Option<Payload> {
        self.outbound.lock().drafts.take()
    }

    pub(super) fn record_sizes(&self) {
        let outbound = self.outbound.lock();
        gauge!(USERS_CONNECTED).set(outbound.connections.len() as f64);
        gauge!(TYPING_WAITING).set(outbound.typing.len() as f64);
    }
}

//! What is true for a moment: who types, who is there. Never a row of the log.
//!
//! ```text
//! Chat::typing ──► Said ─┐                       vestnik_signals
//!                        ├► Outbox ──► Outgoing ═══════════════► Listener ──► Incoming
//! Hub::attach ─► Connections ┘      (≤ 1 NOTIFY per 50 ms)       on every replica  │
//!                                                                    Hub ◄─────────┘
//! ```
//!
//! * [`Outgoing`] tells the others: it keeps this replica's page of the register of who is
//!   connected where, and calls out who types. One statement at a time with a pause after
//!   each, so that no burst costs Postgres more than 20 NOTIFYs a second. What does not fit
//!   waits, and only the newest state of each matter is kept.
//! * [`Incoming`] hears them, itself included: there is one way that a signal takes.
//!
//! # Why
//! A user is online while the register has a row of theirs, whichever replica's. The routines
//! that change it hold one lock, so changes are announced in the order they are made, each
//! with a version. A replica that misses one sees a gap, in the next call or in the answer to
//! its next beat, and reads the whole register.
//!
//! Nobody flaps:
//! * A replica keeps a user's row for [`GRACE`] after their last connection closed, and one that
//!   shuts down leaves its rows behind for as long: who reconnects, here or elsewhere, was never
//!   away.
//! * Postgres may have been away for longer than a lease, or have crashed, which empties the
//!   register. So a replica takes another one for dead, or believes that somebody went of whom
//!   it was not told so, only when it has been beating without a break for a whole [`LEASE`]:
//!   until then the others may just be about to come back.

mod active_typists;
mod connections;
mod introductions;
mod outbound_typing;
mod publisher;
mod queue;
mod receiver;
pub(crate) mod replica_signal;
pub(crate) mod signature;
pub(crate) mod store;

use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::{ChatId, Position, UserId};
pub(crate) use crate::presence::active_typists::{ActiveTypists, TypingKey};
use crate::presence::connections::LocalConnections;
pub(crate) use crate::presence::introductions::{NewMembers, PendingIntroductions};
use crate::presence::outbound_typing::OutboundTyping;
pub(crate) use crate::presence::queue::SignalQueue;
use crate::presence::replica_signal::TypingCall;
use crate::presence::store::PresenceUpdate;

pub use crate::presence::publisher::PresencePublisher;
pub use crate::presence::receiver::PresenceReceiver;

/// How long somebody may be away before it is said.
const OFFLINE_DELAY: Duration = Duration::from_secs(5);
/// How often a replica says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// How long that is believed.
const LEASE: Duration = Duration::from_secs(10);

/// What this replica has to tell the others.
#[derive(Default)]
pub(crate) struct LocalState {
    waiting: Mutex<Waiting>,
    woken: Notify,
}

#[derive(Default)]
struct Waiting {
    connections: LocalConnections,
    said: OutboundTyping,
}

impl LocalState {
    /// A connection of a user opened.
    pub(crate) fn opened(&self, user_id: UserId) {
        let is_news = self
            .waiting
            .lock()
            .connections
            .open(user_id, Instant::now());
        if is_news {
            self.woken.notify_one();
        }
    }

    /// A connection of a user closed.
    pub(crate) fn closed(&self, user_id: UserId) {
        let mut waiting = self.waiting.lock();
        waiting.connections.close(user_id, Instant::now());
        // Nobody is woken: there is a beat before the grace is over.
        const { assert!(HEARTBEAT.as_nanos() < OFFLINE_DELAY.as_nanos()) };
    }

    /// The name of a chat where a user was let type a moment ago.
    pub(crate) fn allowed(&self, place: TypingKey) -> Option<Uuid> {
        self.waiting.lock().said.allowed(place, Instant::now())
    }

    /// Somebody who may, types, or has ceased.
    pub(crate) fn say(&self, call: TypingCall) {
        let is_news = self.waiting.lock().said.set_typing(call, Instant::now());
        if is_news {
            self.woken.notify_one();
        }
    }

    /// Their message is there: what they typed before it is of no interest any more.
    pub(crate) fn sent(&self, chat_id: ChatId, user_id: UserId, at: Position) {
        self.waiting.lock().said.sent((chat_id, user_id), at);
    }

    /// They are not in the chat any more.
    pub(crate) fn left(&self, chat_id: ChatId, user_id: UserId) {
        self.waiting.lock().said.forget((chat_id, user_id));
    }

    /// How many users are connected here, and how many calls wait.
    fn sizes(&self) -> (usize, usize) {
        let waiting = self.waiting.lock();
        (waiting.connections.len(), waiting.said.len())
    }

    fn changes(&self) -> Option<PresenceUpdate> {
        self.waiting.lock().connections.changes(Instant::now())
    }

    fn everyone(&self) -> PresenceUpdate {
        self.waiting.lock().connections.everyone(Instant::now())
    }

    fn registered(&self, changes: &PresenceUpdate) {
        self.waiting
            .lock()
            .connections
            .registered(changes, Instant::now());
    }

    /// When a grace is over next.
    fn next_change(&self) -> Option<Instant> {
        self.waiting.lock().connections.next()
    }

    fn take_typing(&self) -> Vec<TypingCall> {
        self.waiting.lock().said.take()
    }

    fn put_back(&self, calls: Vec<TypingCall>) {
        self.waiting.lock().said.put_back(calls);
    }
}

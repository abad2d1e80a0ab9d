//! Wakes the readers of the log when there may be new events.
//!
//! # Guarantees
//! A wakeup is a reason to read the log. Every login of the database can send a notification behind
//! it, so the announced head may be wrong. Events that a notification carried are genuine, and may
//! be of any age.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use tokio::sync::{Notify, watch};

use crate::domain::Position;
use crate::log::carried_events::{CarriedEvents, CarriedQueue};

/// Wakes a reader of the log. Each clone is woken on its own.
#[derive(Clone)]
pub struct LogWakeup {
    woken: watch::Receiver<()>,
    state: Arc<WakeupState>,
}

/// The state that the listener and the wakeups share.
pub(super) struct WakeupState {
    wake: watch::Sender<()>,
    is_delivering: AtomicBool,
    head: AtomicI64,
    must_read: AtomicBool,
    missed: Notify,
    carried: CarriedQueue,
    transaction_pooling: bool,
}

impl LogWakeup {
    pub(super) fn new(transaction_pooling: bool) -> Self {
        let (wake, woken) = watch::channel(());
        let state = WakeupState {
            wake,
            is_delivering: AtomicBool::default(),
            head: AtomicI64::default(),
            must_read: AtomicBool::default(),
            missed: Notify::default(),
            carried: CarriedQueue::default(),
            transaction_pooling,
        };
        Self {
            woken,
            state: Arc::new(state),
        }
    }

    pub(super) fn state(&self) -> Arc<WakeupState> {
        self.state.clone()
    }

    /// Waits for the next wakeup; those since the last call count as one.
    pub async fn notified(&mut self) {
        let woken = self.woken.changed().await;
        woken.expect("the sender lives as long as its receivers");
    }

    /// Whether notifications reach this replica, as last tested.
    pub fn is_delivering(&self) -> bool {
        self.state.is_delivering.load(Ordering::Relaxed)
    }

    /// Whether notifications cannot arrive because of a pooler in transaction mode.
    pub fn transaction_pooling(&self) -> bool {
        self.state.transaction_pooling
    }

    /// Reports events that were found without a notification.
    pub fn report_missed(&self) {
        self.state.missed.notify_one();
    }

    /// The last announced head of the log.
    pub fn head(&self) -> Position {
        Position(self.state.head.load(Ordering::Relaxed))
    }

    /// Whether a notification may have been missed since [`LogWakeup::take_must_read`], so that the
    /// log must be read.
    pub fn must_read(&self) -> bool {
        self.state.must_read.load(Ordering::Relaxed)
    }

    /// The same, and the log is about to be read.
    pub fn take_must_read(&self) -> bool {
        self.state.must_read.swap(false, Ordering::Relaxed)
    }

    /// The oldest notification that carries events, for the one reader that takes them.
    pub fn take_carried(&self) -> Option<CarriedEvents> {
        self.state.carried.pop()
    }

    /// Corrects an announced head that was wrong: the log ends at `actual`. The next notification
    /// is a reason to read regardless of the head it announces, since the wrong one may have
    /// hidden a genuine one.
    pub fn disprove(&self, announced: Position, actual: Position) {
        let (announced, actual) = (announced.0, actual.0);
        let order = Ordering::Relaxed;
        let head = &self.state.head;
        let _ = head.compare_exchange(announced, actual, order, order);
        self.state.must_read.store(true, order);
    }

    /// Sets the head that was read from the database.
    pub fn set_head(&self, head: Position) {
        self.state.head.store(head.0, Ordering::Relaxed);
    }
}

impl WakeupState {
    /// Wakes all readers because a notification announced this head.
    pub(super) fn announce(&self, head: i64) {
        self.head.fetch_max(head, Ordering::Relaxed);
        self.wake.send_replace(());
    }

    /// Wakes all readers because a notification carried these events.
    pub(super) fn carry(&self, carried: CarriedEvents) {
        let head = carried.up_to.0;
        self.carried.push(carried);
        self.announce(head);
    }

    /// Wakes all readers because notifications may have been missed.
    pub(super) fn catch_up(&self) {
        self.carried.clear();
        self.must_read.store(true, Ordering::Relaxed);
        self.wake.send_replace(());
    }

    pub(super) fn set_delivering(&self, is_delivering: bool) {
        self.is_delivering.store(is_delivering, Ordering::Relaxed);
    }

    /// Waits until a reader finds events without a notification.
    pub(super) async fn missed(&self) {
        self.missed.notified().await;
    }
}

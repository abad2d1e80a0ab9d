//! The queue of one subscriber.
//!
//! Its task takes the items. While the task waits, a shard may write events in its place, if the
//! subscriber has an [`Outlet`]:
//!
//! ```text
//!   Task ── nothing to take ──► Idle ── the shard has its turn ──► Shard
//!     ▲                           │  ◄────── all is written ─────────┤
//!     └── the task takes again ───┴───── the socket is full, … ──────┘
//! ```

mod state;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use parking_lot::{Mutex, MutexGuard};
use tokio::time::Instant;

pub(super) use self::state::Dequeued;
pub use self::state::EndReason;
use self::state::{QueueState, Taker, Writing};
use crate::domain::{ChatId, Cursor, Position, Signal, UserId};
use crate::live::metrics::{METRICS, Source};
use crate::live::outlet::Outlet;
use crate::live::ready_list::ReadyList;
use crate::live::shared_event::SharedEvent;
use crate::live::subscriber::Subscriber;
use crate::telemetry::metrics::SUBSCRIBER_OVERFLOWS;

/// A bounded queue of shared events. It holds pointers, never copies.
pub(crate) struct SubscriberQueue {
    pub(super) subscriber: Subscriber,
    /// The chat to whose events the subscription is limited, if any.
    pub(super) only_chat: Option<ChatId>,
    state: Mutex<QueueState>,
    /// The list of the shard that writes, if there is an outlet.
    shard: OnceLock<Arc<ReadyList<Self>>>,
}

/// Has the events written by the shard, or else taken by the task.
fn announce(queue: &Arc<SubscriberQueue>, mut state: MutexGuard<'_, QueueState>) {
    let has_outlet = state.outlet.is_some();
    match (state.taker, queue.shard.get()) {
        (Taker::Idle, Some(shard)) if has_outlet => {
            if !state.is_listed {
                shard.push(queue.clone());
                state.is_listed = true;
            }
        }
        (Taker::Shard | Taker::ShardThenTask, _) if has_outlet => {}
        _ => wake(state),
    }
}

/// Wakes the task that waits for the queue.
fn wake(mut state: MutexGuard<'_, QueueState>) {
    let waiting = state.waiting.take();
    drop(state);
    if let Some(waiting) = waiting {
        waiting.wake();
    }
}

impl SubscriberQueue {
    const MAX_EVENTS: usize = 512;
    const MAX_BYTES: usize = 512 * 1024;

    pub(super) fn new(subscriber: Subscriber, only_chat: Option<ChatId>) -> Self {
        Self {
            subscriber,
            only_chat,
            state: Mutex::default(),
            shard: OnceLock::new(),
        }
    }

    /// Has a shard write events while the task waits.
    pub(super) fn attach(&self, outlet: Arc<dyn Outlet>, shard: Arc<ReadyList<SubscriberQueue>>) {
        self.shard.get_or_init(|| shard);
        self.state.lock().outlet = Some(outlet);
    }

    /// Undoes [`attach`](Self::attach).
    pub(super) fn detach(&self) {
        self.state.lock().outlet = None;
    }

    /// Writes the queued events for the waiting task. Called by the shard after the queue was listed.
    pub(super) fn write_directly(self: &Arc<Self>, now: Instant) {
        let mut state = self.state.lock();
        state.is_listed = false;
        let Some(Writing { outlet, events }) = state.begin_writing() else {
            return;
        };
        drop(state);
        // An encoder that panics ends its own stream: the task calls it again.
        let write = AssertUnwindSafe(|| outlet.write(&events, now));
        let written = catch_unwind(write).unwrap_or_default();
        // Before the task goes on, which may want the socket back.
        drop(outlet);
        METRICS.delivered(Source::Live, written.events);
        let mut state = self.state.lock();
        if state.end_writing(events, written) {
            wake(state);
        } else if !state.events.is_empty() {
            announce(self, state);
        }
    }

    pub(super) fn push(self: &Arc<Self>, event: &Arc<SharedEvent>) {
        let is_of_another_chat = self
            .only_chat
            .is_some_and(|chat_id| chat_id != event.chat_id);
        if is_of_another_chat || !self.subscriber.shows(event) {
            return;
        }
        let mut state = self.state.lock();
        if state.overflowed || state.is_closing {
            return;
        }
        if state.events.len() >= Self::MAX_EVENTS || state.bytes >= Self::MAX_BYTES {
            metrics::counter!(SUBSCRIBER_OVERFLOWS).increment(1);
            state.overflow();
            wake(state);
        } else {
            state.bytes += event.memory_estimate();
            state.events.push(event.clone());
            announce(self, state);
        }
    }

    /// Queues a signal about a chat.
    pub(super) fn signal(&self, chat_id: ChatId, signal: &Arc<Signal>) {
        if self.only_chat.is_some_and(|only| only != chat_id) {
            return;
        }
        let mut state = self.state.lock();
        if !state.is_closing {
            state.signals.push(signal);
            wake(state);
        }
    }

    /// Drops all queued events if a user's texts are among them. The subscription reads them again
    /// from the recent events or the log, where these texts are erased.
    pub(super) fn drop_texts_of(&self, user_id: UserId) {
        let mut state = self.state.lock();
        // What a shard is writing may return to the queue.
        let is_writing = matches!(state.taker, Taker::Shard | Taker::ShardThenTask);
        if is_writing || state.events.iter().any(|event| event.has_text_of(user_id)) {
            state.overflow();
            wake(state);
        }
    }

    pub(super) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        state.clear();
        state.reset = Some(head);
        wake(state);
    }

    pub(super) fn end(&self, end: EndReason) {
        let mut state = self.state.lock();
        state.end.get_or_insert(end);
        wake(state);
    }

    /// The user leaves a chat. A subscription to that chat ends after the queued events.
    pub(super) fn leave(&self, chat_id: ChatId) {
        if self.only_chat == Some(chat_id) {
            let mut state = self.state.lock();
            state.is_closing = true;
            wake(state);
        }
    }

    /// Whether the user has left the only chat since the last [`restart`](Self::restart).
    pub(super) fn is_closing(&self) -> bool {
        self.state.lock().is_closing
    }

    /// Empties the queue, and accepts events again.
    pub(super) fn restart(&self) {
        self.state.lock().clear();
    }

    /// An end or a reset, which also interrupts a catch-up.
    pub(super) fn interruption(&self) -> Option<Dequeued> {
        self.state.lock().interruption()
    }

    /// Takes the next item, or has the task woken when there is one. One task takes at a time.
    /// While it waits, a shard may write events and move its `position`.
    pub(super) fn poll_take(
        &self,
        context: &mut Context<'_>,
        position: &mut Position,
    ) -> Poll<Dequeued> {
        let mut state = self.state.lock();
        if state.poll_recall(context, position).is_pending() {
            return Poll::Pending;
        }
        if let Some(item) = state.take() {
            return Poll::Ready(item);
        }
        state.wait(context);
        if state.outlet.is_some() {
            state.taker = Taker::Idle;
            state.position = Some(*position);
        }
        Poll::Pending
    }

    /// Waits until no shard writes, which none does then before the next
    /// [`poll_take`](Self::poll_take).
    pub(super) fn poll_recall(
        &self,
        context: &mut Context<'_>,
        position: &mut Position,
    ) -> Poll<()> {
        self.state.lock().poll_recall(context, position)
    }
}

#[cfg(test)]
mod tests;

//! The queue of one subscriber.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use parking_lot::{Mutex, MutexGuard};

use super::shared_event::SharedEvent;
use super::subscriber::Subscriber;
use crate::domain::{ChatId, Cursor, Signal, UserId};
use crate::presence::SignalQueue;
use crate::telemetry::metrics::SUBSCRIBER_OVERFLOWS;

/// Why a subscription ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The server is shutting down.
    Shutdown,
    /// The session was revoked.
    LoggedOut,
    /// The user's role changed, or the user was banned or deleted.
    AccessChanged,
    /// The user is no longer a member of the one chat that the subscription is about.
    Removed,
}

/// A bounded queue of shared events. It holds pointers, never copies.
pub(crate) struct SubscriberQueue {
    pub(super) subscriber: Subscriber,
    /// The chat to whose events the subscription is limited, if any.
    pub(super) only_chat: Option<ChatId>,
    state: Mutex<QueueState>,
}

#[derive(Default)]
struct QueueState {
    events: Vec<Arc<SharedEvent>>,
    bytes: usize,
    /// The task that waits for the next item. It shares the lock of the queue, because each
    /// delivery would pay for another one.
    waiting: Option<Waker>,
    /// Events were dropped: those after the last delivered one come from the log.
    overflowed: bool,
    /// Delivered after the queued events.
    signals: SignalQueue,
    reset: Option<Cursor>,
    /// The user has left the only chat: no more events are queued.
    is_closing: bool,
    end: Option<EndReason>,
}

impl QueueState {
    /// Frees the queued events and their buffer, so that a slow reader holds no memory.
    fn overflow(&mut self) {
        self.events = Vec::new();
        self.bytes = 0;
        self.overflowed = true;
    }

    fn interruption(&mut self) -> Option<Dequeued> {
        if let Some(end) = self.end {
            return Some(Dequeued::Ended(end));
        }
        self.reset.take().map(Dequeued::Reset)
    }

    fn take(&mut self) -> Option<Dequeued> {
        if let Some(interruption) = self.interruption() {
            return Some(interruption);
        }
        if self.overflowed {
            return Some(Dequeued::Overflowed);
        }
        if !self.events.is_empty() {
            self.bytes = 0;
            return Some(Dequeued::Events(std::mem::take(&mut self.events)));
        }
        if self.is_closing {
            return Some(Dequeued::Ended(EndReason::Removed));
        }
        if self.signals.take_overflowed() {
            return Some(Dequeued::SignalsLost);
        }
        let signals = self.signals.take();
        (!signals.is_empty()).then_some(Dequeued::Signals(signals))
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

/// The next item of a queue.
pub(super) enum Dequeued {
    Events(Vec<Arc<SharedEvent>>),
    Signals(Vec<Arc<Signal>>),
    SignalsLost,
    Overflowed,
    Reset(Cursor),
    Ended(EndReason),
}

impl SubscriberQueue {
    const MAX_EVENTS: usize = 512;
    const MAX_BYTES: usize = 512 * 1024;

    pub(super) fn new(subscriber: Subscriber, only_chat: Option<ChatId>) -> Self {
        Self {
            subscriber,
            only_chat,
            state: Mutex::default(),
        }
    }

    pub(super) fn push(&self, event: &Arc<SharedEvent>) {
        if self
            .only_chat
            .is_some_and(|chat_id| chat_id != event.chat_id)
        {
            return;
        }
        let mut state = self.state.lock();
        if state.overflowed || state.is_closing {
            return;
        }
        if state.events.len() >= Self::MAX_EVENTS || state.bytes >= Self::MAX_BYTES {
            metrics::counter!(SUBSCRIBER_OVERFLOWS).increment(1);
            state.overflow();
        } else {
            state.bytes += event.memory_estimate();
            state.events.push(event.clone());
        }
        wake(state);
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
        if state.events.iter().any(|event| event.has_text_of(user_id)) {
            state.overflow();
            wake(state);
        }
    }

    pub(super) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        *state = QueueState {
            reset: Some(head),
            end: state.end,
            signals: std::mem::take(&mut state.signals),
            waiting: state.waiting.take(),
            ..QueueState::default()
        };
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
        let mut state = self.state.lock();
        state.is_closing = false;
        state.events.clear();
        state.bytes = 0;
        state.overflowed = false;
    }

    /// An end or a reset, which also interrupts a catch-up.
    pub(super) fn interruption(&self) -> Option<Dequeued> {
        self.state.lock().interruption()
    }

    /// Takes the next item, or has the task woken when there is one. One task takes at a time.
    pub(super) fn poll_take(&self, context: &mut Context<'_>) -> Poll<Dequeued> {
        let mut state = self.state.lock();
        if let Some(item) = state.take() {
            return Poll::Ready(item);
        }
        match &mut state.waiting {
            Some(waiting) => waiting.clone_from(context.waker()),
            waiting => *waiting = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Event, EventBody, MessageSent, Position, Realm, Role, SessionKey};

    fn message_of(author: i64) -> Arc<SharedEvent> {
        Arc::new(SharedEvent::new(Event {
            position: Position(1),
            event_id: Uuid::nil(),
            realm: Realm::new("test"),
            chat_id: ChatId(1),
            chat_uuid: Uuid::nil(),
            subject_uuid: None,
            actor_id: Some(UserId(author)),
            body: EventBody::MessageSent(MessageSent {
                content: "secret".into(),
                ..MessageSent::default()
            }),
            recorded_at: Timestamp::UNIX_EPOCH,
        }))
    }

    fn take(queue: &SubscriberQueue) -> Poll<Dequeued> {
        queue.poll_take(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn drops_queued_texts_of_an_erased_user() {
        let subscriber = Subscriber {
            realm: Realm::new("test"),
            user_id: UserId(9),
            role: Role::Teacher,
            session: SessionKey(String::new()),
        };
        let queue = SubscriberQueue::new(subscriber, None);
        queue.push(&message_of(1));
        queue.drop_texts_of(UserId(2));
        assert!(matches!(take(&queue), Poll::Ready(Dequeued::Events(events)) if events.len() == 1));
        queue.push(&message_of(1));
        queue.drop_texts_of(UserId(1));
        assert!(matches!(take(&queue), Poll::Ready(Dequeued::Overflowed)));
    }
}

//! The queue of one subscriber.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

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
    pub(super) wakeup: Notify,
}

#[derive(Default)]
struct QueueState {
    events: VecDeque<Arc<SharedEvent>>,
    bytes: usize,
    /// Events were dropped: those after the last delivered one come from the log.
    overflowed: bool,
    /// Delivered after the queued events.
    signals: SignalQueue,
    reset: Option<Cursor>,
    /// The user has left the only chat: no more events are queued.
    is_closing: bool,
    end: Option<EndReason>,
}

/// The result of [`SubscriberQueue::take`].
pub(super) enum Dequeued {
    Nothing,
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
            wakeup: Notify::new(),
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
            // A new deque, so that a slow reader holds no memory.
            state.events = VecDeque::new();
            state.bytes = 0;
            state.overflowed = true;
        } else {
            state.bytes += event.memory_estimate();
            state.events.push_back(event.clone());
        }
        drop(state);
        self.wakeup.notify_one();
    }

    /// Queues a signal about a chat.
    pub(super) fn signal(&self, chat_id: ChatId, signal: &Arc<Signal>) {
        if self.only_chat.is_some_and(|only| only != chat_id) {
            return;
        }
        let mut state = self.state.lock();
        if !state.is_closing {
            state.signals.push(signal);
            self.wakeup.notify_one();
        }
    }

    /// Drops all queued events if a user's texts are among them. The subscription reads them again
    /// from the recent events or the log, where these texts are erased.
    pub(super) fn drop_texts_of(&self, user_id: UserId) {
        let mut state = self.state.lock();
        if state.events.iter().any(|event| event.has_text_of(user_id)) {
            state.events = VecDeque::new();
            state.bytes = 0;
            state.overflowed = true;
            drop(state);
            self.wakeup.notify_one();
        }
    }

    pub(super) fn reset(&self, head: Cursor) {
        let mut state = self.state.lock();
        *state = QueueState {
            reset: Some(head),
            end: state.end,
            signals: std::mem::take(&mut state.signals),
            ..QueueState::default()
        };
        drop(state);
        self.wakeup.notify_one();
    }

    pub(super) fn end(&self, end: EndReason) {
        self.state.lock().end.get_or_insert(end);
        self.wakeup.notify_one();
    }

    /// The user leaves a chat. A subscription to that chat ends after the queued events.
    pub(super) fn leave(&self, chat_id: ChatId) {
        if self.only_chat == Some(chat_id) {
            self.state.lock().is_closing = true;
            self.wakeup.notify_one();
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
        let mut state = self.state.lock();
        if let Some(end) = state.end {
            return Some(Dequeued::Ended(end));
        }
        state.reset.take().map(Dequeued::Reset)
    }

    pub(super) fn take(&self) -> Dequeued {
        if let Some(interruption) = self.interruption() {
            return interruption;
        }
        let mut state = self.state.lock();
        if state.overflowed {
            return Dequeued::Overflowed;
        }
        if !state.events.is_empty() {
            state.bytes = 0;
            return Dequeued::Events(std::mem::take(&mut state.events).into());
        }
        if state.is_closing {
            return Dequeued::Ended(EndReason::Removed);
        }
        if state.signals.take_overflowed() {
            return Dequeued::SignalsLost;
        }
        let signals = state.signals.take();
        if signals.is_empty() {
            Dequeued::Nothing
        } else {
            Dequeued::Signals(signals)
        }
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
        assert!(matches!(queue.take(), Dequeued::Events(events) if events.len() == 1));
        queue.push(&message_of(1));
        queue.drop_texts_of(UserId(1));
        assert!(matches!(queue.take(), Dequeued::Overflowed));
    }
}

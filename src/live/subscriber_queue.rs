//! What waits for one subscriber.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

use super::SharedEvent;
use super::metrics::METRICS;
use super::subscriber::Subscriber;
use crate::domain::{ChatId, Cursor, Signal, UserId};
use crate::presence::SignalQueue;

/// Why a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The server is shutting down.
    Shutdown,
    /// The log-in was revoked.
    LoggedOut,
    /// The user's role changed, or the user is gone.
    AccessChanged,
    /// The user is not in the chat any more that the stream was about.
    Removed,
}

/// A bounded queue of shared events. Pointers wait here, never copies: the events and
/// their frames are the ring's.
pub(super) struct SubscriberQueue {
    pub(super) subscriber: Subscriber,
    /// Only this chat's events, for a connection that is about one chat.
    pub(super) only: Option<ChatId>,
    waiting: Mutex<QueueState>,
    pub(super) wakeup: Notify,
}

#[derive(Default)]
struct QueueState {
    events: VecDeque<Arc<SharedEvent>>,
    bytes: usize,
    /// It ran over: what follows the last delivered event has to come from the log.
    overflowed: bool,
    /// Delivered after the events that wait.
    signals: SignalQueue,
    reset: Option<Cursor>,
    /// Its user is out of the one chat that it is about: what waits is the last.
    is_closing: bool,
    end: Option<EndReason>,
}

/// What [`Mailbox::take`] found.
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

    pub(super) fn new(subscriber: Subscriber, only: Option<ChatId>) -> Self {
        Self {
            subscriber,
            only,
            waiting: Mutex::default(),
            wakeup: Notify::new(),
        }
    }

    pub(super) fn push(&self, event: &Arc<SharedEvent>) {
        if self.only.is_some_and(|chat_id| chat_id != event.chat_id) {
            return;
        }
        let mut waiting = self.waiting.lock();
        if waiting.overflowed || waiting.is_closing {
            return;
        }
        if waiting.events.len() >= Self::MAX_EVENTS || waiting.bytes >= Self::MAX_BYTES {
            METRICS.overflows.increment(1);
            // Gives the memory back as well: who is slow should hold none.
            waiting.events = VecDeque::new();
            waiting.bytes = 0;
            waiting.overflowed = true;
        } else {
            waiting.bytes += event.memory_estimate();
            waiting.events.push_back(event.clone());
        }
        drop(waiting);
        self.wakeup.notify_one();
    }

    /// A signal about a chat.
    pub(super) fn signal(&self, chat_id: ChatId, signal: &Arc<Signal>) {
        if self.only.is_some_and(|only| only != chat_id) {
            return;
        }
        let mut waiting = self.waiting.lock();
        if !waiting.is_closing {
            waiting.signals.push(signal);
            self.wakeup.notify_one();
        }
    }

    /// Gives back what waits if somebody's texts are among it: it comes again from the ring or
    /// the log, where they are gone.
    pub(super) fn erase(&self, user_id: UserId) {
        let mut waiting = self.waiting.lock();
        if waiting
            .events
            .iter()
            .any(|event| event.has_text_of(user_id))
        {
            waiting.events = VecDeque::new();
            waiting.bytes = 0;
            waiting.overflowed = true;
            drop(waiting);
            self.wakeup.notify_one();
        }
    }

    pub(super) fn reset(&self, head: Cursor) {
        let mut waiting = self.waiting.lock();
        *waiting = QueueState {
            reset: Some(head),
            end: waiting.end,
            signals: std::mem::take(&mut waiting.signals),
            ..QueueState::default()
        };
        drop(waiting);
        self.wakeup.notify_one();
    }

    pub(super) fn end(&self, end: EndReason) {
        self.waiting.lock().end.get_or_insert(end);
        self.wakeup.notify_one();
    }

    /// Its user goes out of a chat. Where it is about that chat, it ends once what waits has
    /// been taken.
    pub(super) fn leave(&self, chat_id: ChatId) {
        if self.only == Some(chat_id) {
            self.waiting.lock().is_closing = true;
            self.wakeup.notify_one();
        }
    }

    /// Whether its user has gone out of its one chat since it was last emptied.
    pub(super) fn is_closing(&self) -> bool {
        self.waiting.lock().is_closing
    }

    /// Empties it, to be filled again from here on.
    pub(super) fn restart(&self) {
        let mut waiting = self.waiting.lock();
        waiting.is_closing = false;
        waiting.events.clear();
        waiting.bytes = 0;
        waiting.overflowed = false;
    }

    /// Whether something other than an event waits: what a catch-up must heed.
    pub(super) fn interruption(&self) -> Option<Dequeued> {
        let mut waiting = self.waiting.lock();
        if let Some(end) = waiting.end {
            return Some(Dequeued::Ended(end));
        }
        waiting.reset.take().map(Dequeued::Reset)
    }

    pub(super) fn take(&self) -> Dequeued {
        if let Some(interruption) = self.interruption() {
            return interruption;
        }
        let mut waiting = self.waiting.lock();
        if waiting.overflowed {
            return Dequeued::Overflowed;
        }
        if !waiting.events.is_empty() {
            waiting.bytes = 0;
            return Dequeued::Events(std::mem::take(&mut waiting.events).into());
        }
        if waiting.is_closing {
            return Dequeued::Ended(EndReason::Removed);
        }
        if waiting.signals.take_overflowed() {
            return Dequeued::SignalsLost;
        }
        let signals = waiting.signals.take();
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
            realm: Realm::School,
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
    fn gives_back_what_waits_when_its_author_is_erased() {
        let subscriber = Subscriber {
            realm: Realm::School,
            user_id: UserId(9),
            role: Role::Teacher,
            session: SessionKey(String::new()),
        };
        let mailbox = SubscriberQueue::new(subscriber, None);
        mailbox.push(&message_of(1));
        mailbox.erase(UserId(2));
        assert!(matches!(mailbox.take(), Dequeued::Events(events) if events.len() == 1));
        mailbox.push(&message_of(1));
        mailbox.erase(UserId(1));
        assert!(matches!(mailbox.take(), Dequeued::Overflowed));
    }
}

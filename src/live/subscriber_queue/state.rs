//! The items of a queue, and who takes the next one.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::domain::{Cursor, Position, Signal};
use crate::live::outlet::{Outlet, Written};
use crate::live::shared_event::SharedEvent;
use crate::presence::SignalQueue;

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

#[derive(Default)]
pub(super) struct QueueState {
    pub(super) events: Vec<Arc<SharedEvent>>,
    pub(super) bytes: usize,
    /// The task that waits for the next item. It shares the lock of the queue, because each
    /// delivery would pay for another one.
    pub(super) waiting: Option<Waker>,
    /// Events were dropped: those after the last delivered one come from the log.
    pub(super) overflowed: bool,
    /// Delivered after the queued events.
    pub(super) signals: SignalQueue,
    pub(super) reset: Option<Cursor>,
    /// The user has left the only chat: no more events are queued.
    pub(super) is_closing: bool,
    pub(super) end: Option<EndReason>,
    /// A shard writes to it while the task waits.
    pub(super) outlet: Option<Arc<dyn Outlet>>,
    pub(super) taker: Taker,
    /// The shard's list contains the queue, which it does once at most.
    pub(super) is_listed: bool,
    /// The subscription's position, until its task takes the next item.
    pub(super) position: Option<Position>,
}

/// What a shard writes.
pub(super) struct Writing {
    pub(super) outlet: Arc<dyn Outlet>,
    pub(super) events: Vec<Arc<SharedEvent>>,
}

/// Who takes the next item.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taker {
    #[default]
    Task,
    /// The task waits: the shard takes events, and the task anything else.
    Idle,
    /// The shard writes events.
    Shard,
    /// The shard writes events, and the task waits until it has.
    ShardThenTask,
}

impl QueueState {
    /// Takes the events for the shard, unless the task has to take the next item.
    pub(super) fn begin_writing(&mut self) -> Option<Writing> {
        let is_for_task = self.end.is_some()
            || self.reset.is_some()
            || self.overflowed
            || self.is_closing
            || self.taker != Taker::Idle;
        if is_for_task || self.events.is_empty() {
            return None;
        }
        let outlet = self.outlet.clone()?;
        self.bytes = 0;
        let mut events = std::mem::take(&mut self.events);
        // As in a subscription: drops those that the catch-up has delivered too.
        events.retain(|event| Some(event.position) > self.position);
        self.taker = Taker::Shard;
        Some(Writing { outlet, events })
    }

    /// Returns whether the task has to continue.
    pub(super) fn end_writing(
        &mut self,
        mut events: Vec<Arc<SharedEvent>>,
        written: Written,
    ) -> bool {
        if let Some(last) = events[..written.events].last() {
            self.position = Some(last.position);
        }
        let is_complete = written.is_complete && written.events == events.len();
        let must_continue = !is_complete || self.taker == Taker::ShardThenTask;
        self.taker = if must_continue {
            Taker::Task
        } else {
            Taker::Idle
        };
        events.drain(..written.events);
        // After an overflow or a reset they are read from the log.
        if !self.overflowed && self.reset.is_none() {
            self.bytes += events
                .iter()
                .map(|event| event.memory_estimate())
                .sum::<usize>();
            if self.events.is_empty() && events.capacity() <= Self::KEPT_CAPACITY {
                self.events = events;
            } else if !events.is_empty() {
                self.events.splice(..0, events);
            }
        }
        must_continue
    }

    /// The capacity that an idle queue keeps.
    const KEPT_CAPACITY: usize = 4;

    /// Frees the queued events and their buffer, so that a slow reader holds no memory.
    pub(super) fn overflow(&mut self) {
        self.events = Vec::new();
        self.bytes = 0;
        self.overflowed = true;
    }

    /// Empties the queue, which accepts events again.
    pub(super) fn clear(&mut self) {
        self.events = Vec::new();
        self.bytes = 0;
        self.overflowed = false;
        self.is_closing = false;
    }

    pub(super) fn interruption(&mut self) -> Option<Dequeued> {
        if let Some(end) = self.end {
            return Some(Dequeued::Ended(end));
        }
        self.reset.take().map(Dequeued::Reset)
    }

    pub(super) fn wait(&mut self, context: &Context<'_>) {
        match &mut self.waiting {
            Some(waiting) => waiting.clone_from(context.waker()),
            waiting => *waiting = Some(context.waker().clone()),
        }
    }

    pub(super) fn poll_recall(
        &mut self,
        context: &Context<'_>,
        position: &mut Position,
    ) -> Poll<()> {
        match self.taker {
            Taker::Task | Taker::Idle => {
                self.taker = Taker::Task;
                if let Some(written) = self.position.take() {
                    *position = written;
                }
                Poll::Ready(())
            }
            Taker::Shard | Taker::ShardThenTask => {
                self.taker = Taker::ShardThenTask;
                self.wait(context);
                Poll::Pending
            }
        }
    }

    pub(super) fn take(&mut self) -> Option<Dequeued> {
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

/// The next item of a queue.
pub(crate) enum Dequeued {
    Events(Vec<Arc<SharedEvent>>),
    Signals(Vec<Arc<Signal>>),
    SignalsLost,
    Overflowed,
    Reset(Cursor),
    Ended(EndReason),
}

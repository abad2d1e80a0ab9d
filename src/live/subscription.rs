//! One connection's position in the log.
//!
//! ```text
//!                caught up to the head at registration
//!   CatchingUp ──────────────────────────────────────────────► Live
//!       ▲  ▲                                                     │
//!       │  └───────────── its queue overflowed ──────────────────┤
//!       └── membership loaded ── Resetting ◄── log was replaced ─┘
//! ```
//!
//! It registers with the hub *first*, and notes the head at that moment: up to it the events
//! come from the recent events or the log, after it from the queue. So the two meet without a
//! gap. Nothing is read ahead of the socket: when a reader stops reading, its queue overflows
//! and is emptied, and the subscription continues from the log later.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tracing::Span;

use super::hub::{Hub, Page, Registered};
use super::membership::{Membership, membership_ahead_of_hub};
use super::metrics::{CatchUpReason, METRICS, Source};
use super::outlet::Outlet;
use super::resume::Resume;
use super::shared_event::SharedEvent;
use super::subscriber::{Scope, Subscriber};
use super::subscriber_queue::{Dequeued, EndReason, SubscriberQueue};
use crate::db::{Error, Pool};
use crate::domain::{Cursor, Position, Signal};
use crate::log::read::{self, EventRange};

/// Events in one page of the log.
const PAGE: i64 = 256;
/// Recent events that are searched under one lock.
const RECENT_PAGE: usize = 1024;
/// How often a page is tried before the stream ends.
const READ_ATTEMPTS: u32 = 5;

/// The next item of a subscription.
#[derive(Debug)]
pub enum Delivery {
    /// Events, in log order, at least one.
    Events(Vec<Arc<SharedEvent>>),
    /// Typing and presence, at least one.
    Signals(Vec<Arc<Signal>>),
    /// Signals were lost because the reader was too slow: presence must be queried again.
    SignalsLost,
    /// The log was replaced: the client reloads, and resumes from here.
    Reset(Cursor),
    /// The subscription has ended.
    Ended(EndReason),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Events up to this position come from the recent events or the log.
    CatchingUp(Position),
    /// Events come from the queue.
    Live,
    /// The log was replaced by one with this head: membership must be loaded again.
    Resetting(Cursor),
}

/// A subscriber's events from a cursor on.
pub struct Subscription {
    hub: Arc<Hub>,
    pool: Pool,
    scope: Scope,
    queue: Arc<SubscriberQueue>,
    /// Keeps the user's chats loaded. `None` for a whole realm.
    membership: Option<Membership>,
    /// Everything up to here was delivered, or is not for this subscriber.
    position: Position,
    state: State,
    start: Cursor,
    reset: bool,
    /// The request's span, for log lines: a stream outlives its handler.
    span: Span,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // The outlet refers to the hub, which the queue would keep alive.
        self.queue.detach();
        self.hub.unregister(&self.queue, self.scope);
    }
}

impl Subscription {
    /// Subscribes from `resume` on, or else from now on: after all events that were in the log
    /// before this call, even if this replica has not read them yet.
    pub async fn open(
        hub: Arc<Hub>,
        pool: Pool,
        subscriber: Subscriber,
        scope: Scope,
        resume: Option<Cursor>,
    ) -> Result<Self, Error> {
        let generation = hub.generation();
        let resume = Resume::check(&hub, &pool, resume).await?;
        let membership = match scope {
            Scope::WholeRealm => None,
            Scope::OwnChats | Scope::OwnPrivateChats | Scope::Personal | Scope::OneChat(_) => {
                Some(Membership::retain(&hub, &subscriber))
            }
        };
        let loaded_at = match &membership {
            Some(membership) => membership.load(&pool).await?,
            None => None,
        };
        let from = match resume.cursor.or(loaded_at) {
            Some(cursor) => cursor,
            None => hub.head_of_log(&pool, subscriber.realm).await?,
        };
        let ahead = membership_ahead_of_hub(&hub, &pool, &subscriber, scope).await?;
        let queue = Arc::new(SubscriberQueue::new(subscriber, scope.only_chat()));
        let registered = hub.register(&queue, scope, ahead);
        // The log may have been replaced since the cursor was checked.
        let is_replaced = registered.generation != generation;
        let (state, start) = opening_state(&registered, is_replaced, from, &resume);
        Ok(Self {
            hub,
            pool,
            scope,
            queue,
            membership,
            position: start.read_after(),
            state,
            start,
            reset: resume.is_of_another_log() || resume.is_requested && is_replaced,
            span: Span::current(),
        })
    }

    /// The cursor before the first event, or within it: then its first frames were received before.
    pub fn start(&self) -> Cursor {
        self.start
    }

    /// Whether the cursor to resume from is not of this log, so that the subscription started
    /// from the head instead.
    pub fn was_reset(&self) -> bool {
        self.reset
    }

    /// Has a shard write events while [`next`](Self::next) waits, also between two calls. It stops
    /// when the outlet could not write all.
    pub fn attach(&self, outlet: Arc<dyn Outlet>) {
        self.queue.attach(outlet, self.hub.next_shard());
    }

    /// Waits until no shard writes. None writes before [`next`](Self::next) is called again.
    pub async fn recall(&mut self) {
        let Self {
            queue, position, ..
        } = self;
        poll_fn(|context| queue.poll_recall(context, position)).await;
    }

    /// Waits for the next delivery. May be dropped and called again at any time: nothing is lost.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the log cannot be read; the client then resumes.
    pub async fn next(&mut self) -> Result<Delivery, Error> {
        loop {
            match self.state {
                State::CatchingUp(up_to) => {
                    if let Some(interruption) = self.queue.interruption() {
                        match self.interrupt(&interruption) {
                            Some(delivery) => return Ok(delivery),
                            None => continue,
                        }
                    }
                    // Boxed, as below: a subscription mostly waits, and should be small then.
                    let Page { events, searched } = Box::pin(self.page(up_to)).await?;
                    // A page contains the chats of which the user is a member when it is read. A
                    // user who left and rejoined meanwhile would miss what it left out.
                    if self.queue.is_closing() {
                        return Ok(Delivery::Ended(EndReason::Removed));
                    }
                    // Never backwards: the tail may be behind the cursor that was resumed from.
                    self.position = searched.max(self.position);
                    if searched >= up_to {
                        self.state = State::Live;
                    }
                    if !events.is_empty() {
                        return Ok(Delivery::Events(events));
                    }
                }
                State::Live => {
                    if let Some(delivery) = self.take().await {
                        return Ok(delivery);
                    }
                }
                State::Resetting(head) => {
                    Box::pin(self.reload_membership()).await?;
                    return Ok(Delivery::Reset(head));
                }
            }
        }
    }

    /// Loads membership from the log as it is now, then catches up from the head that this
    /// state started with.
    async fn reload_membership(&mut self) -> Result<(), Error> {
        if let Some(membership) = &self.membership {
            membership.load(&self.pool).await?;
        }
        METRICS.caught_up(CatchUpReason::Reset);
        self.state = State::CatchingUp(self.hub.restart(&self.queue));
        Ok(())
    }

    async fn take(&mut self) -> Option<Delivery> {
        let Self {
            queue, position, ..
        } = self;
        match poll_fn(|context| queue.poll_take(context, position)).await {
            Dequeued::Overflowed => {
                METRICS.caught_up(CatchUpReason::Overflow);
                self.state = State::CatchingUp(self.hub.restart(&self.queue));
                None
            }
            Dequeued::Events(mut events) => {
                // Drops those that the catch-up has delivered too.
                events.retain(|event| event.position > self.position);
                METRICS.delivered(Source::Live, events.len());
                self.position = events.last()?.position;
                Some(Delivery::Events(events))
            }
            Dequeued::Signals(signals) => Some(Delivery::Signals(signals)),
            Dequeued::SignalsLost => Some(Delivery::SignalsLost),
            interruption => self.interrupt(&interruption),
        }
    }

    fn interrupt(&mut self, interruption: &Dequeued) -> Option<Delivery> {
        match *interruption {
            Dequeued::Reset(head) => {
                self.position = head.position;
                self.state = State::Resetting(head);
                None
            }
            Dequeued::Ended(end) => Some(Delivery::Ended(end)),
            Dequeued::Overflowed
            | Dequeued::Events(_)
            | Dequeued::Signals(_)
            | Dequeued::SignalsLost => {
                unreachable!("only a reset or an end interrupts")
            }
        }
    }

    /// The next events up to `up_to`.
    async fn page(&self, up_to: Position) -> Result<Page, Error> {
        let range = EventRange {
            after: self.position,
            up_to,
            limit: PAGE,
        };
        let subscriber = &self.queue.subscriber;
        if let Some(page) = self.hub.page(subscriber, self.scope, range, RECENT_PAGE) {
            METRICS.missed(Source::Ring, page.events.len());
            return Ok(page);
        }
        let mut attempt = 1;
        loop {
            match self.log_page(range).await {
                Err(Error::Unavailable(reason)) if attempt < READ_ATTEMPTS => {
                    tracing::warn!(parent: &self.span, reason, attempt, "a catch-up could not read the log");
                    let wait = Duration::from_millis(200) * attempt;
                    sleep(wait.mul_f64(rand::random_range(0.5..1.5))).await;
                    attempt += 1;
                }
                outcome => {
                    let events = outcome.as_ref().map_or(0, |page| page.events.len());
                    METRICS.missed(Source::Log, events);
                    return outcome;
                }
            }
        }
    }

    async fn log_page(&self, range: EventRange) -> Result<Page, Error> {
        let Subscriber { realm, user_id, .. } = self.queue.subscriber;
        let events = match self.scope {
            Scope::WholeRealm => read::realm_events(&self.pool, realm, range).await?,
            Scope::Personal => read::personal_events(&self.pool, realm, user_id, range).await?,
            Scope::OwnChats | Scope::OwnPrivateChats | Scope::OneChat(_) => {
                let only = self.scope.only_chat();
                read::user_events(&self.pool, realm, user_id, only, range).await?
            }
        };
        let is_last = i64::try_from(events.len()).is_ok_and(|read| read < range.limit);
        let searched = match events.last() {
            Some(last) if !is_last => last.position,
            _ => range.up_to,
        };
        let subscriber = &self.queue.subscriber;
        let events = events.into_iter().filter(|event| subscriber.shows(event));
        let events = events.map(SharedEvent::new).map(Arc::new);
        Ok(Page {
            events: self.hub.as_seen(subscriber, self.scope, events),
            searched,
        })
    }
}

/// The first state of a subscription, and the cursor before its first event.
fn opening_state(
    registered: &Registered,
    is_replaced: bool,
    from: Cursor,
    resume: &Resume,
) -> (State, Cursor) {
    let head = registered.head;
    if is_replaced {
        // The loaded chats may be of the log before.
        (State::Resetting(head), head)
    } else if from.read_after() >= head.position {
        (State::Live, from)
    } else if resume.cursor.is_some() {
        METRICS.caught_up(CatchUpReason::Resume);
        (State::CatchingUp(head.position), from)
    } else {
        (State::Live, head)
    }
}

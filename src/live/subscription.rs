//! One connection's place in the log.
//!
//! ```text
//!                 caught up to the head it was attached at
//!   CatchingUp ──────────────────────────────────────────────► Live
//!       ▲  ▲                                                     │
//!       │  └───────────── its mailbox ran over ──────────────────┤
//!       └── membership loaded ── Renewing ◄── the log is another ┘
//! ```
//!
//! It is attached to the hub *first*, and the head at that moment noted: up to it the
//! events come from the ring or the log, after it from the mailbox. So the two meet
//! without a seam. Nothing is read ahead of the socket: a reader that stops reading stops
//! this, its mailbox runs over and is given back, and it goes on from the log later.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use tracing::Span;

use super::SharedEvent;
use super::hub::Hub;
use super::metrics::{METRICS, Source, Why};
use super::subscriber::{Scope, Subscriber};
use crate::db::{Error, Pool};
use crate::domain::{ChatId, Cursor, Position, Realm, Signal, UserId};
use crate::live::subscriber_queue::{Dequeued, EndReason, SubscriberQueue};
use crate::log::read;

/// Events in one page of the log.
const PAGE: i64 = 256;
/// Events of the ring looked at in one go.
const RING_PAGE: usize = 1024;
/// How often a page that failed is asked for again before the stream is given up.
const READ_ATTEMPTS: u32 = 5;

/// What a subscriber gets next.
#[derive(Debug)]
pub enum Delivery {
    /// Events, in log order, at least one.
    Events(Vec<Arc<SharedEvent>>),
    /// What is true for a moment, at least one.
    Signals(Vec<Arc<Signal>>),
    /// Signals were lost, since the reader was too slow: ask who is online anew.
    SignalsLost,
    /// The log is another one: reload, and go on from here.
    Reset(Cursor),
    /// Nothing more comes.
    Ended(EndReason),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Events up to this position come from the ring or the log.
    CatchingUp(Position),
    /// Events come from the mailbox.
    Live,
    /// The log became another one, whose head this is: membership is to be loaded again.
    Resetting(Cursor),
}

/// A subscriber's events from a cursor on.
pub struct Subscription {
    hub: Arc<Hub>,
    pool: Pool,
    scope: Scope,
    mailbox: Arc<SubscriberQueue>,
    /// Kept for as long as the user's membership is to be followed.
    membership: Option<Membership>,
    /// Everything up to here was delivered, or was not theirs.
    position: Position,
    state: State,
    start: Cursor,
    reset: bool,
    /// The request's, for the lines of a stream that outlives its handler.
    span: Span,
}

/// Follows a user's membership until dropped.
struct Membership {
    hub: Arc<Hub>,
    realm: Realm,
    user_id: UserId,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.hub.release(self.realm, self.user_id);
    }
}

impl Membership {
    /// Where it had to be loaded, the head of the log is known too.
    async fn follow(
        hub: &Arc<Hub>,
        pool: &Pool,
        subscriber: &Subscriber,
    ) -> Result<(Self, Option<Cursor>), Error> {
        let Subscriber { realm, user_id, .. } = *subscriber;
        hub.hold(realm, user_id);
        // From here on dropped, hence released, whatever happens.
        let membership = Self {
            hub: hub.clone(),
            realm,
            user_id,
        };
        let head = membership.load(pool).await?;
        Ok((membership, head))
    }

    /// Sees to it that the hub knows the user's chats; the head of the log, where it was asked.
    async fn load(&self, pool: &Pool) -> Result<Option<Cursor>, Error> {
        let whose = (self.realm, self.user_id);
        let mut asked = None;
        while let Some(generation) = self.hub.chats_to_load(self.realm, self.user_id) {
            let (head, chats) = read::membership(pool, self.realm, self.user_id).await?;
            self.hub.install(whose, generation, (head.position, chats));
            asked = Some(head);
        }
        Ok(asked)
    }
}

/// The position at which the log says that a user is in a chat, where the hub says otherwise: of
/// a chat that another replica has just begun it may not have heard.
async fn membership_ahead_of_hub(
    hub: &Hub,
    pool: &Pool,
    subscriber: &Subscriber,
    chat_id: ChatId,
) -> Result<Option<Position>, Error> {
    let Subscriber { realm, user_id, .. } = *subscriber;
    if !hub.is_out(realm, user_id, chat_id) {
        return Ok(None);
    }
    let (head, chats) = read::membership(pool, realm, user_id).await?;
    Ok(chats.contains(&chat_id).then_some(head.position))
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.detach(&self.mailbox, self.scope);
    }
}

impl Subscription {
    /// Subscribes, from `resume` on where that is given, else from now on: after all that was
    /// in the log before this was called, also where this replica has yet to read it.
    pub async fn open(
        hub: Arc<Hub>,
        pool: Pool,
        subscriber: Subscriber,
        scope: Scope,
        resume: Option<Cursor>,
    ) -> Result<Self, Error> {
        let (generation, resumes) = (hub.generation(), resume.is_some());
        let is_held = match resume {
            Some(cursor) => match hub.holds(cursor) {
                Some(is_held) => is_held,
                None => read::contains(&pool, cursor).await?,
            },
            None => true,
        };
        let (membership, asked) = match scope {
            Scope::WholeRealm => (None, None),
            Scope::OwnChats | Scope::OneChat(_) => {
                let (membership, asked) = Membership::follow(&hub, &pool, &subscriber).await?;
                (Some(membership), asked)
            }
        };
        let resume = resume.filter(|_| is_held);
        let from = match resume.or(asked) {
            Some(cursor) => cursor,
            None => read::head(&pool).await?,
        };
        let only = match scope {
            Scope::OneChat(chat_id) => Some(chat_id),
            Scope::OwnChats | Scope::WholeRealm => None,
        };
        let seen = match only {
            Some(chat_id) => membership_ahead_of_hub(&hub, &pool, &subscriber, chat_id).await?,
            None => None,
        };
        let mailbox = Arc::new(SubscriberQueue::new(subscriber, only));
        let (head, generation_now) = hub.register(&mailbox, scope, seen);
        // The log may have become another one between the look at the cursor and here.
        let reset = !is_held || resumes && generation != generation_now;
        let (state, start) = if generation != generation_now {
            // What was loaded may be of the log before.
            (State::Resetting(head), head)
        } else if from.position >= head.position {
            (State::Live, from)
        } else if resume.is_some() {
            METRICS.caught_up(Why::Resume);
            (State::CatchingUp(head.position), from)
        } else {
            (State::Live, head)
        };
        let position = start.position;
        Ok(Self {
            hub,
            pool,
            scope,
            mailbox,
            membership,
            position,
            state,
            start,
            reset,
            span: Span::current(),
        })
    }

    /// Where it starts.
    pub fn start(&self) -> Cursor {
        self.start
    }

    /// Whether the cursor it was to resume from is not of this log, so that it started
    /// from the head instead.
    pub fn was_reset(&self) -> bool {
        self.reset
    }

    /// Waits for what comes next. May be dropped and called again at any time: nothing
    /// is lost by that.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the log cannot be read; the client then resumes.
    pub async fn next(&mut self) -> Result<Delivery, Error> {
        loop {
            match self.state {
                State::CatchingUp(up_to) => {
                    if let Some(interruption) = self.mailbox.interruption() {
                        match self.interrupt(&interruption) {
                            Some(delivery) => return Ok(delivery),
                            None => continue,
                        }
                    }
                    // Boxed, as below: most of its life a subscription waits, and should be small.
                    let (events, searched) = Box::pin(self.page(up_to)).await?;
                    // A page is of chats that the user is in when it is read. Who went out
                    // and came back meanwhile would miss what it left out.
                    if self.mailbox.is_closing() {
                        return Ok(Delivery::Ended(EndReason::Removed));
                    }
                    // Never back: the tail may be behind the event that was resumed from.
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
                    Box::pin(self.renew()).await?;
                    return Ok(Delivery::Reset(head));
                }
            }
        }
    }

    /// Loads membership from the log as it is now; goes on from the head that this state
    /// began with, as one that has just been attached.
    async fn renew(&mut self) -> Result<(), Error> {
        if let Some(membership) = &self.membership {
            membership.load(&self.pool).await?;
        }
        METRICS.caught_up(Why::Reset);
        self.state = State::CatchingUp(self.hub.rearm(&self.mailbox));
        Ok(())
    }

    async fn take(&mut self) -> Option<Delivery> {
        match self.mailbox.take() {
            Dequeued::Nothing => {
                self.mailbox.wakeup.notified().await;
                None
            }
            Dequeued::Overflowed => {
                METRICS.caught_up(Why::Overflow);
                self.state = State::CatchingUp(self.hub.rearm(&self.mailbox));
                None
            }
            Dequeued::Events(mut events) => {
                // Those that came over the catch-up as well.
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
            Dequeued::Nothing
            | Dequeued::Overflowed
            | Dequeued::Events(_)
            | Dequeued::Signals(_)
            | Dequeued::SignalsLost => {
                unreachable!("only a reset or an end interrupts")
            }
        }
    }

    /// The next events up to `up_to`, and the position up to which there are no others.
    async fn page(&self, up_to: Position) -> Result<(Vec<Arc<SharedEvent>>, Position), Error> {
        let range = (self.position, up_to);
        let subscriber = &self.mailbox.subscriber;
        if let Some(page) = self.hub.page(subscriber, self.scope, range, RING_PAGE) {
            METRICS.missed(Source::Ring, page.events.len());
            return Ok((page.events, page.searched));
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
                    let events = outcome.as_ref().map_or(0, |(events, _)| events.len());
                    METRICS.missed(Source::Log, events);
                    return outcome;
                }
            }
        }
    }

    async fn log_page(
        &self,
        range: (Position, Position),
    ) -> Result<(Vec<Arc<SharedEvent>>, Position), Error> {
        let Subscriber { realm, user_id, .. } = self.mailbox.subscriber;
        let events = match self.scope {
            Scope::WholeRealm => read::realm_events(&self.pool, realm, range, PAGE).await?,
            Scope::OwnChats => {
                read::user_events(&self.pool, (realm, user_id), None, range, PAGE).await?
            }
            Scope::OneChat(chat_id) => {
                read::user_events(&self.pool, (realm, user_id), Some(chat_id), range, PAGE).await?
            }
        };
        let is_last = i64::try_from(events.len()).is_ok_and(|read| read < PAGE);
        let searched = match events.last() {
            Some(last) if !is_last => last.position,
            _ => range.1,
        };
        Ok((
            events
                .into_iter()
                .map(|event| Arc::new(SharedEvent::new(event)))
                .collect(),
            searched,
        ))
    }
}

//! Tells another service of messages to those who are away: a signed POST for each participant
//! without a connection on any replica, of the newest message of a chat.
//!
//! Signed by the scheme of Standard Webhooks (standardwebhooks.com); what the body says is on
//! the contract page `messenger.md`, "Offline notification".
//!
//! # Guarantees
//! At least once, in log order for each user: a user's next one waits for the one before. A
//! receiver that is down is tried again for a day; then the notification becomes a dead letter
//! and the next one has its turn.
//!
//! One notification waits for a user and a chat: a message that comes meanwhile takes its place,
//! so what is sent is bounded by people and time, and not by messages. What waits is bounded for
//! a user and in all; beyond that the oldest are dropped, counted and logged.
//!
//! A notification is sent some eight seconds after its message: [`Consumer::SETTLED`], and two
//! in which messages of the same chat join it. Whoever has come or has read it by then is not
//! notified.

mod delivery;
mod filling;
mod metrics;
mod queue;

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use super::Consumer;
use crate::db::{Error, Transaction};
use crate::domain::Event;
pub use delivery::InvalidWebhook;
use delivery::{Attempt, Receiver};
use metrics::METRICS;

/// Requests under way at once.
const MOST: usize = 32;
/// How soon to look again where nothing is due.
const IDLE: Duration = Duration::from_secs(5);
/// How often to count what waits, for the metrics.
const COUNT: Duration = Duration::from_secs(10);

/// The consumer that notifies.
pub struct Webhooks {
    receiver: Receiver,
    under_way: FuturesUnordered<BoxFuture<'static, Attempt>>,
    /// The users of those requests.
    users: HashSet<i64>,
    /// What is to be written down.
    finished: Vec<Attempt>,
    /// When something will be due.
    next: Instant,
    /// How many wait, and when they were last counted.
    waiting: i64,
    counted: Option<Instant>,
    /// Until when the receiver has asked for nothing.
    paused: Option<Instant>,
}

impl Webhooks {
    /// Notifies `url`, signing with `secret` (`whsec_…`, base64).
    pub fn new(url: &str, secret: &str) -> Result<Self, InvalidWebhook> {
        Ok(Self {
            receiver: Receiver::new(url, secret)?,
            under_way: FuturesUnordered::new(),
            users: HashSet::new(),
            finished: Vec::new(),
            next: Instant::now(),
            waiting: 0,
            counted: None,
            paused: None,
        })
    }

    async fn take_up(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let now = Instant::now();
        if let Some(until) = self.paused.filter(|until| *until > now) {
            self.next = until.min(now + IDLE);
            return Ok(());
        }
        self.paused = None;
        let users: Vec<i64> = self.users.iter().copied().collect();
        let due = queue::due(transaction, &users, MOST - users.len()).await?;
        for notification in due.notifications {
            // A dead letter that is sent after all may be due beside another one.
            if self.users.insert(notification.user_id) {
                self.under_way
                    .push(Box::pin(self.receiver.deliver(notification)));
            }
        }
        let idle = queue::until_next(transaction).await?.unwrap_or(IDLE);
        self.next = now
            + if due.has_more {
                Duration::ZERO
            } else {
                idle.min(IDLE)
            };
        Ok(())
    }

    /// Counting costs by what waits, so it is not done every time.
    async fn count(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.counted.is_none_or(|at| at.elapsed() > COUNT) {
            self.waiting = queue::waiting(transaction).await?;
            METRICS.waiting.set(self.waiting as f64);
            self.counted = Some(Instant::now());
        }
        Ok(())
    }

    /// What has been sent since they were counted makes this too many rather than too few, so
    /// they are counted before any is dropped.
    async fn bound(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.waiting <= filling::MOST {
            return Ok(());
        }
        self.counted = None;
        self.count(transaction).await?;
        let surplus = self.waiting - filling::MOST;
        if surplus > 0 {
            filling::drop_oldest(transaction, surplus).await?;
            self.waiting -= surplus;
        }
        Ok(())
    }
}

impl Consumer for Webhooks {
    const NAME: &'static str = "webhooks";

    /// A connection that closes counts for five seconds more, in which its user may come back;
    /// whether a user was there when a message was committed is known after that.
    const SETTLED: Duration = Duration::from_secs(6);

    async fn consume(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return Ok(());
        };
        self.count(transaction).await?;
        self.waiting += filling::fill(transaction, first.position, last.position).await?;
        self.bound(transaction).await
    }

    async fn poll_external(&mut self) {
        let is_room = self.users.len() < MOST;
        tokio::select! {
            Some(attempt) = self.under_way.next() => self.finished.push(attempt),
            () = sleep_until(self.next), if is_room => {}
        }
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        while let Some(Some(attempt)) = futures::FutureExt::now_or_never(self.under_way.next()) {
            self.finished.push(attempt);
        }
        queue::settle(transaction, &self.finished).await?;
        for attempt in self.finished.drain(..) {
            self.users.remove(&attempt.user_id);
            let pause = attempt.failure.and_then(|failure| failure.pause);
            self.paused = self.paused.max(pause.map(|pause| Instant::now() + pause));
        }
        self.take_up(transaction).await?;
        self.count(transaction).await
    }

    fn abandon(&mut self) {
        self.under_way.clear();
        self.users.clear();
        self.finished.clear();
        self.next = Instant::now();
        self.counted = None;
        METRICS.waiting.set(0.0);
    }
}

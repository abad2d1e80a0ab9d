//! Queues notifications for events, sends those that are due, and records the results.

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use metrics::gauge;
use tokio::time::{Instant, sleep_until};

use crate::db::{Error, Transaction};
use crate::domain::Event;
use crate::outbox::consumer::Consumer;
use crate::outbox::signed_post::InvalidWebhook;
use crate::outbox::webhooks::delivery::Receiver;
use crate::outbox::webhooks::notification::Attempt;
use crate::outbox::webhooks::{enqueue, queue};
use crate::telemetry::metrics::WEBHOOK_WAITING;

/// The most concurrent requests.
const MAX_REQUESTS: usize = 32;
/// The pause until the next check if nothing is due.
const IDLE: Duration = Duration::from_secs(5);
/// How often waiting notifications are counted.
const COUNT_INTERVAL: Duration = Duration::from_secs(10);

/// The consumer that sends webhooks.
pub struct Webhooks {
    receiver: Receiver,
    running: FuturesUnordered<BoxFuture<'static, Attempt>>,
    /// The users of the running requests.
    users: HashSet<i64>,
    /// Results to record.
    finished: Vec<Attempt>,
    /// When the next notification is due.
    next: Instant,
    waiting: i64,
    /// When the waiting notifications were last counted.
    counted: Option<Instant>,
    /// The receiver has asked for no requests before this time (`Retry-After`).
    paused: Option<Instant>,
}

impl Webhooks {
    /// Notifies `url`, signing with `secret` (`whsec_…`, base64).
    pub fn new(url: &str, secret: &str) -> Result<Self, InvalidWebhook> {
        Ok(Self {
            receiver: Receiver::new(url, secret)?,
            running: FuturesUnordered::new(),
            users: HashSet::new(),
            finished: Vec::new(),
            next: Instant::now(),
            waiting: 0,
            counted: None,
            paused: None,
        })
    }

    /// Starts sending the notifications that are due.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let now = Instant::now();
        if let Some(until) = self.paused.filter(|until| *until > now) {
            self.next = until.min(now + IDLE);
            return Ok(());
        }
        self.paused = None;
        let users: Vec<i64> = self.users.iter().copied().collect();
        let due = queue::due(transaction, &users, MAX_REQUESTS - users.len()).await?;
        for notification in due.notifications {
            // A retried dead letter may be due beside another notification of the user.
            if self.users.insert(notification.user_id) {
                self.running
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

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        while let Some(Some(attempt)) = futures::FutureExt::now_or_never(self.running.next()) {
            self.finished.push(attempt);
        }
        queue::record(transaction, &self.finished).await?;
        for attempt in self.finished.drain(..) {
            self.users.remove(&attempt.user_id);
            let pause = attempt.failure.and_then(|failure| failure.pause);
            self.paused = self.paused.max(pause.map(|pause| Instant::now() + pause));
        }
        Ok(())
    }

    /// Counts the waiting notifications, at an interval, because this reads all of them.
    async fn count(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.counted.is_none_or(|at| at.elapsed() > COUNT_INTERVAL) {
            self.waiting = queue::waiting(transaction).await?;
            gauge!(WEBHOOK_WAITING).set(self.waiting as f64);
            self.counted = Some(Instant::now());
        }
        Ok(())
    }

    /// Drops the oldest notifications beyond the limit. Counts again first, because the last count
    /// plus the new ones may be too high.
    async fn drop_surplus(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.waiting <= enqueue::MAX_WAITING {
            return Ok(());
        }
        self.counted = None;
        self.count(transaction).await?;
        let surplus = self.waiting - enqueue::MAX_WAITING;
        if surplus > 0 {
            enqueue::drop_oldest(transaction, surplus).await?;
            self.waiting -= surplus;
        }
        Ok(())
    }
}

impl Consumer for Webhooks {
    const NAME: &'static str = "webhooks";

    /// A user stays online for five seconds after their connection closed. Only then is known whether
    /// they were online when a message was committed.
    const SETTLED: Duration = Duration::from_secs(6);

    async fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            self.count(transaction).await?;
            self.waiting += enqueue::enqueue(transaction, first.position, last.position).await?;
            self.drop_surplus(transaction).await?;
        }
        self.record_results(transaction).await?;
        self.send_due(transaction).await?;
        self.count(transaction).await
    }

    async fn poll_external(&mut self) {
        let has_room = self.users.len() < MAX_REQUESTS;
        tokio::select! {
            Some(attempt) = self.running.next() => self.finished.push(attempt),
            () = sleep_until(self.next), if has_room => {}
        }
    }

    fn abandon(&mut self) {
        self.running.clear();
        self.users.clear();
        self.finished.clear();
        self.next = Instant::now();
        self.counted = None;
        gauge!(WEBHOOK_WAITING).set(0.0);
    }
}

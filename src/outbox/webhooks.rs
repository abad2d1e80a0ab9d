//! Tells another service of messages to those who are away: one signed POST for each message
//! and participant without a connection on any replica.
//!
//! Signed by the scheme of Standard Webhooks (standardwebhooks.com); what the body says is on
//! the contract page `messenger.md`, "Offline notification".
//!
//! # Guarantees
//! At least once, in log order for each user: a user's next one waits for the one before. A
//! receiver that is down is tried again for a day; then the notification becomes a dead letter
//! and the next one has its turn.

mod delivery;
mod metrics;
mod queue;

use std::collections::HashSet;
use std::time::Duration;

use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::Consumer;
use crate::domain::Event;
use crate::store::{Error, Transaction};
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
    /// The notifications of those requests.
    ids: HashSet<Uuid>,
    /// What is to be written down.
    finished: Vec<Attempt>,
    /// When something will be due.
    next: Instant,
    /// When it was last counted how many there are.
    counted: Option<Instant>,
}

impl Webhooks {
    /// Notifies `url`, signing with `secret` (`whsec_…`, base64).
    pub fn new(url: &str, secret: &str) -> Result<Self, InvalidWebhook> {
        Ok(Self {
            receiver: Receiver::new(url, secret)?,
            under_way: FuturesUnordered::new(),
            ids: HashSet::new(),
            finished: Vec::new(),
            next: Instant::now(),
            counted: None,
        })
    }

    async fn take_up(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let ids: Vec<Uuid> = self.ids.iter().copied().collect();
        let due = queue::due(transaction, &ids, MOST - self.ids.len()).await?;
        for notification in due {
            self.ids.insert(notification.id);
            self.under_way
                .push(Box::pin(self.receiver.deliver(notification)));
        }
        let idle = queue::until_next(transaction).await?.unwrap_or(IDLE);
        self.next = Instant::now() + idle.min(IDLE);
        Ok(())
    }

    /// Counting costs by what waits, so it is not done every time.
    async fn count(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.counted.is_none_or(|at| at.elapsed() > COUNT) {
            METRICS
                .waiting
                .set(queue::waiting(transaction).await? as f64);
            self.counted = Some(Instant::now());
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
        queue::fill(transaction, first.position, last.position).await
    }

    async fn wait(&mut self) {
        let is_room = self.ids.len() < MOST;
        tokio::select! {
            Some(attempt) = self.under_way.next() => self.finished.push(attempt),
            () = sleep_until(self.next), if is_room => {}
        }
    }

    async fn write_down(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        while let Some(Some(attempt)) = futures::FutureExt::now_or_never(self.under_way.next()) {
            self.finished.push(attempt);
        }
        queue::settle(transaction, &self.finished).await?;
        for attempt in self.finished.drain(..) {
            self.ids.remove(&attempt.id);
        }
        self.take_up(transaction).await?;
        self.count(transaction).await
    }

    fn let_go(&mut self) {
        self.under_way.clear();
        self.ids.clear();
        self.finished.clear();
        self.next = Instant::now();
        self.counted = None;
        METRICS.waiting.set(0.0);
    }
}

//! The trait of channels: what to send, and how.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Error, FromRow, Transaction};
use crate::domain::Event;

/// A way to send something because of events: to browsers, by e-mail, to another service.
///
/// [`super::ChannelConsumer`] keeps its queue: what waits, for whom, until when, and what failed. The channel
/// decides what is queued, reads what to send, and sends it.
pub trait Channel: Send + 'static {
    /// Its name in metrics, and by default in the tables.
    const NAME: &'static str;

    /// The age that an event must have before it is queued.
    const SETTLED: Duration = Duration::ZERO;

    /// The most receivers to whom is sent at once.
    const MAX_ATTEMPTS: usize;

    /// The most deliveries that one attempt sends to its receiver.
    const MAX_RUN: i64 = 1;

    /// Whether an attempt sends all of them in one, as an e-mail, or one after the other.
    const SENDS_TOGETHER: bool = false;

    /// What happens to deliveries beyond the bound of all that may wait.
    const OVERFLOW: Overflow = Overflow::DropOldest;

    /// Whether a delivery whose sending was interrupted is sent again, although it may have arrived.
    const REPEATS_INTERRUPTED: bool;

    /// Whether what is given up becomes a dead letter.
    const KEEPS_DEAD_LETTERS: bool = false;

    /// What is sent to a receiver.
    type Content: Send;

    /// The outcome of an attempt, for [`Self::record`].
    type Report: Send;

    /// The key of its consumer.
    fn key(&self) -> &str {
        Self::NAME
    }

    /// The names of its queues in the tables; what waits in the first one goes first.
    fn queues(&self) -> Vec<&str> {
        vec![self.key()]
    }

    /// Queues what events cause. There is at least one.
    fn enqueue(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> impl Future<Output = Result<Enqueued, Error>> + Send;

    /// Queues what something else than events causes.
    fn enqueue_requests(
        &mut self,
        _transaction: &Transaction<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        std::future::ready(Ok(()))
    }

    /// Reads what to send now, for each of the runs of one queue.
    fn read(
        &mut self,
        transaction: &Transaction<'_>,
        runs: &[Run],
    ) -> impl Future<Output = Result<Vec<Reading<Self::Content>>, Error>> + Send;

    /// Sends it.
    fn send(&self, run: Run, content: Self::Content) -> BoxFuture<'static, Attempt<Self::Report>>;

    /// Records what the queue does not.
    fn record(
        &mut self,
        _transaction: &Transaction<'_>,
        _attempts: &[Attempt<Self::Report>],
    ) -> impl Future<Output = Result<(), Error>> + Send {
        std::future::ready(Ok(()))
    }

    /// Shows and counts in its metrics what became of deliveries.
    fn count(&self, _counted: Counted) {}
}

/// What happens to deliveries beyond the bound of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// The oldest are dropped: they are about messages that their readers find anyway.
    DropOldest,
    /// No further events are read, so that the log itself is the queue.
    StopReading,
}

/// A change of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The number of deliveries that wait now.
    Waiting(i64),
    /// Messages that joined deliveries which wait.
    Folded(u64),
    /// Deliveries that were dropped because their receiver had too many.
    DroppedOfReceiver(u64),
    /// Deliveries that were dropped because too many waited.
    DroppedOfAll(u64),
    /// Deliveries that became dead letters.
    Buried(u64),
    /// Dead letters that were dropped because there were too many.
    DroppedDeadLetters(u64),
}

/// What was queued.
#[derive(Debug, Default)]
pub struct Enqueued {
    /// How many messages it is about.
    pub(super) messages: i64,
    /// How many deliveries were added, besides those that replaced one.
    pub(super) added: i64,
    /// Who gets them, if they are bounded for each receiver.
    pub(super) receivers: Vec<String>,
}

impl FromRow for Enqueued {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            messages: row.try_get("messages")?,
            added: row.try_get("added")?,
            receivers: row.try_get("receivers")?,
        })
    }
}

/// What waits to be sent.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The same at every attempt.
    pub(super) id: Uuid,
    /// A chat, or of event webhooks the event.
    pub(super) topic: i64,
    /// The newest event that it is about, and the oldest one that it covers.
    pub(super) position: i64,
    pub(super) since: i64,
    /// The language of an e-mail with a link.
    pub(super) language: Option<String>,
}

/// The oldest deliveries to a receiver, in their order; at least one.
#[derive(Debug, Clone)]
pub struct Run {
    pub(super) queue: String,
    pub(super) receiver: String,
    /// Failed attempts of the first one.
    pub(super) attempts: i32,
    pub(super) deliveries: Vec<Delivery>,
}

/// What there is to send.
pub enum Reading<C> {
    Send(C),
    /// Nothing, and the deliveries are removed.
    Nothing,
    /// Nothing now: the channel has set another time.
    Later,
}

/// The result of sending a run.
pub struct Attempt<R> {
    pub(super) run: Run,
    /// How many of its deliveries, from the first one on, are not sent again: they arrived, or may have.
    pub(super) settled: usize,
    /// Why the next one was not sent.
    pub(super) failure: Option<Failure>,
    pub(super) report: R,
}

/// Why an attempt failed.
#[derive(Debug)]
pub struct Failure {
    pub(super) reason: String,
    /// How long the receiver gets nothing.
    pub(super) wait: Duration,
    /// How long nobody gets anything over this channel.
    pub(super) pause: Option<Duration>,
    /// Whether the receiver said that it is gone for good.
    pub(super) is_gone: bool,
}

impl Run {
    /// The receiver as a number.
    pub(super) fn receiver_id(&self) -> i64 {
        self.receiver.parse().unwrap_or_default()
    }

    /// The attempt that sent all of it.
    pub(super) fn sent<R>(self, report: R) -> Attempt<R> {
        let all = self.deliveries.len();
        self.sent_first(all, report)
    }

    /// The attempt that sent its first `settled` deliveries, and has not tried the others.
    pub(super) fn sent_first<R>(self, settled: usize, report: R) -> Attempt<R> {
        Attempt {
            settled,
            run: self,
            failure: None,
            report,
        }
    }

    /// The attempt that failed after `settled` deliveries.
    pub(super) fn failed<R>(self, settled: usize, failure: Failure, report: R) -> Attempt<R> {
        Attempt {
            settled,
            run: self,
            failure: Some(failure),
            report,
        }
    }
}

impl<R> Attempt<R> {
    pub(super) fn settled_ids(&self) -> impl Iterator<Item = Uuid> {
        let settled = self.run.deliveries.iter().take(self.settled);
        settled.map(|delivery| delivery.id)
    }

    /// The deliveries that were tried in vain, or not at all.
    pub(super) fn remaining(&self) -> impl Iterator<Item = &Delivery> {
        self.run.deliveries.iter().skip(self.settled)
    }
}

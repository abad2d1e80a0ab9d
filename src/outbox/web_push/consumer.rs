//! Queues notifications for events, sends those that are due, and records the results.

use std::collections::HashSet;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt as _, StreamExt as _};
use tokio::time::{Instant, sleep_until};

use super::delivery::Sender;
use super::queue::{self, Attempt, Due};
use super::vapid::{Contact, VapidKey};
use crate::db::{Error, Transaction};
use crate::domain::Event;
use crate::outbox::consumer::Consumer;

/// The most concurrent requests.
const MAX_REQUESTS: usize = 64;
/// The pause until the next check if nothing is due.
const IDLE: Duration = Duration::from_secs(5);

/// The consumer that sends push notifications.
pub struct WebPush {
    sender: Sender,
    running: FuturesUnordered<BoxFuture<'static, Attempt>>,
    /// The subscriptions of the running requests.
    subscriptions: HashSet<i64>,
    /// Results to record.
    finished: Vec<Attempt>,
    /// When the next notification is due.
    next: Instant,
}

impl WebPush {
    /// Sends with this key. `allow_insecure` also connects to addresses that are not public.
    ///
    /// # Errors
    /// The HTTP client cannot be built.
    pub fn new(
        key: VapidKey,
        contact: Option<Contact>,
        allow_insecure: bool,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            sender: Sender::new(key, contact, allow_insecure)?,
            running: FuturesUnordered::new(),
            subscriptions: HashSet::new(),
            finished: Vec::new(),
            next: Instant::now(),
        })
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        while let Some(Some(attempt)) = self.running.next().now_or_never() {
            self.finished.push(attempt);
        }
        queue::record(transaction, &self.finished).await?;
        for attempt in self.finished.drain(..) {
            self.subscriptions.remove(&attempt.subscription_id);
        }
        Ok(())
    }

    /// Starts sending the notifications that are due.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let running: Vec<i64> = self.subscriptions.iter().copied().collect();
        let room = MAX_REQUESTS - running.len();
        let due = queue::take_due(transaction, &running, room).await?;
        let may_have_more = !due.is_empty();
        for due in due {
            self.send(due);
        }
        self.next = Instant::now();
        if !may_have_more {
            let wait = queue::until_next(transaction).await?;
            self.next += wait.unwrap_or(IDLE).min(IDLE);
        }
        Ok(())
    }

    fn send(&mut self, due: Due) {
        let Some(content) = due.content else { return };
        self.subscriptions.insert(due.receiver.id);
        let request = self.sender.deliver(due.receiver, due.notification, content);
        // It runs in `poll_external`, after the transaction that has taken it from the queue.
        self.running.push(request);
    }
}

impl Consumer for WebPush {
    const NAME: &'static str = "web_push";

    /// A user stays online for five seconds after their connection closed. Only then is known whether
    /// they were online when a message was committed.
    const SETTLED: Duration = Duration::from_secs(6);

    async fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            queue::enqueue(transaction, first.position, last.position).await?;
        }
        self.record_results(transaction).await?;
        self.send_due(transaction).await
    }

    async fn poll_external(&mut self) {
        let has_room = self.subscriptions.len() < MAX_REQUESTS;
        tokio::select! {
            Some(attempt) = self.running.next() => self.finished.push(attempt),
            () = sleep_until(self.next), if has_room => {}
        }
    }

    fn abandon(&mut self) {
        self.running.clear();
        self.subscriptions.clear();
        self.finished.clear();
        self.next = Instant::now();
    }
}

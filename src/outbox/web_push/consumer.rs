//! Queues notifications for events, sends those that are due, and records the results.

use std::collections::HashSet;
use std::time::Duration;

use super::delivery::Sender;
use super::queue::{self, Attempt, Due};
use super::vapid::{Contact, VapidKey};
use crate::db::{Error, Transaction};
use crate::domain::Event;
use crate::outbox::consumer::Consumer;
use crate::outbox::deliveries::Deliveries;

/// The most concurrent requests.
const MAX_REQUESTS: usize = 64;

/// The consumer that sends push notifications.
pub struct WebPush {
    sender: Sender,
    requests: Deliveries<Attempt>,
    /// The subscriptions of these requests.
    subscriptions: HashSet<i64>,
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
            requests: Deliveries::new(MAX_REQUESTS),
            subscriptions: HashSet::new(),
        })
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        queue::record(transaction, self.requests.finished()).await?;
        for attempt in self.requests.forget_finished() {
            self.subscriptions.remove(&attempt.subscription_id);
        }
        Ok(())
    }

    /// Starts sending the notifications that are due.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let running: Vec<i64> = self.subscriptions.iter().copied().collect();
        let due = queue::take_due(transaction, &running, self.requests.room()).await?;
        let wait = if due.is_empty() {
            queue::until_next(transaction).await?
        } else {
            Some(Duration::ZERO)
        };
        for due in due {
            self.send(due);
        }
        self.requests.look_again_in(wait);
        Ok(())
    }

    fn send(&mut self, due: Due) {
        let Some(content) = due.content else { return };
        self.subscriptions.insert(due.receiver.id);
        let request = self.sender.deliver(due.receiver, due.notification, content);
        self.requests.start(request);
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
        self.requests.poll().await;
    }

    fn abandon(&mut self) {
        self.requests.abandon();
        self.subscriptions.clear();
    }
}

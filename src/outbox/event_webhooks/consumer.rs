//! Queues the events of one endpoint, posts those that are due, and records the results.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use metrics::gauge;
use tokio::time::Instant;

use super::delivery::Sender;
use super::encoder::EventEncoder;
use super::endpoint::EventEndpoint;
use super::queue::{self, Attempt, Results};
use crate::db::{Error, Pool, Transaction};
use crate::domain::Event;
use crate::outbox::consumer::Consumer;
use crate::outbox::deliveries::Deliveries;
use crate::telemetry::metrics::EVENT_WEBHOOK_WAITING;

/// The most chats whose events are posted to an endpoint at once.
const MAX_CHATS: usize = 16;
/// The most events that wait for an endpoint, within a page of the log.
const MAX_WAITING: i64 = 100_000;
/// How often waiting events are counted.
const COUNT_INTERVAL: Duration = Duration::from_secs(10);

/// The consumer of one endpoint.
pub struct EventWebhooks {
    endpoint: EventEndpoint,
    /// The name in the table `consumers`.
    key: String,
    sender: Sender,
    deliveries: Deliveries<Attempt>,
    /// The chats of these deliveries.
    chats: HashSet<i64>,
    waiting: i64,
    /// When the waiting events were last counted.
    counted: Option<Instant>,
    /// The endpoint has asked for no requests before this time (`Retry-After`).
    paused: Option<Instant>,
}

impl EventWebhooks {
    /// Posts events that are read from `pool` to an endpoint.
    pub fn new(endpoint: EventEndpoint, encoder: Arc<dyn EventEncoder>, pool: Pool) -> Self {
        Self {
            key: format!("{}:{}", Self::NAME, endpoint.name()),
            sender: Sender::new(endpoint.clone(), encoder, pool),
            endpoint,
            deliveries: Deliveries::new(MAX_CHATS),
            chats: HashSet::new(),
            waiting: 0,
            counted: None,
            paused: None,
        }
    }

    /// Whether an event may be one that the endpoint takes.
    fn takes(&self, event: &Event) -> bool {
        self.endpoint.has_realm(event.realm) && {
            let mut names = event.body.shown_as().iter();
            names.any(|name| self.endpoint.takes(*name))
        }
    }

    async fn record_results(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let results = Results::of(self.deliveries.finished());
        self.waiting -= results.record(transaction, self.endpoint.name()).await?;
        for attempt in self.deliveries.forget_finished() {
            self.chats.remove(&attempt.chat_id);
            let pause = attempt.failure.and_then(|failure| failure.pause);
            self.paused = self.paused.max(pause.map(|pause| Instant::now() + pause));
        }
        Ok(())
    }

    /// Starts posting the events that are due.
    async fn send_due(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let now = Instant::now();
        if let Some(until) = self.paused.filter(|until| *until > now) {
            self.deliveries.look_again_in(Some(until - now));
            return Ok(());
        }
        self.paused = None;
        let (name, running) = (self.endpoint.name(), Vec::from_iter(self.chats.clone()));
        let due = queue::due(transaction, name, &running, self.deliveries.room()).await?;
        let wait = queue::until_next(transaction, name).await?;
        for run in due {
            self.chats.insert(run.chat_id);
            self.deliveries.start(self.sender.deliver(run));
        }
        self.deliveries.look_again_in(wait);
        Ok(())
    }

    /// Counts the waiting events, at an interval, because this reads all of them.
    async fn count(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.counted.is_none_or(|at| at.elapsed() > COUNT_INTERVAL) {
            self.waiting = queue::waiting(transaction, self.endpoint.name()).await?;
            self.counted = Some(Instant::now());
        }
        self.show_waiting();
        Ok(())
    }

    fn show_waiting(&self) {
        let endpoint = self.endpoint.name().to_owned();
        gauge!(EVENT_WEBHOOK_WAITING, "endpoint" => endpoint).set(self.waiting as f64);
    }
}

impl Consumer for EventWebhooks {
    const NAME: &'static str = "event_webhooks";

    fn key(&self) -> &str {
        &self.key
    }

    fn has_room(&self) -> bool {
        self.waiting < MAX_WAITING
    }

    async fn process(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<(), Error> {
        let taken = events.iter().filter(|event| self.takes(event));
        let taken: Vec<&Event> = taken.collect();
        self.waiting += queue::enqueue(transaction, self.endpoint.name(), &taken).await?;
        self.record_results(transaction).await?;
        self.send_due(transaction).await?;
        self.count(transaction).await
    }

    async fn poll_external(&mut self) {
        self.deliveries.poll().await;
    }

    fn abandon(&mut self) {
        self.deliveries.abandon();
        self.chats.clear();
        self.waiting = 0;
        self.counted = None;
        self.show_waiting();
    }
}

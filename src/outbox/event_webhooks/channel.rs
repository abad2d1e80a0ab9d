//! What is queued for an endpoint, and sent to it.

use std::sync::Arc;

use futures::future::BoxFuture;
use metrics::{counter, gauge};

use super::delivery::Sender;
use super::encoder::EventEncoder;
use super::endpoint::EventEndpoint;
use crate::db::query::Parameters;
use crate::db::{Error, Pool, Transaction};
use crate::domain::Event;
use crate::outbox::channel::{Attempt, Channel, Counted, Enqueued, Overflow, Reading, Run};
use crate::telemetry::metrics::{
    EVENT_WEBHOOK_DEAD_LETTERS, EVENT_WEBHOOK_DROPPED, EVENT_WEBHOOK_WAITING,
};

const ENQUEUE: &str = include_str!("sql/enqueue.sql");

/// The channel of one endpoint.
pub struct EventWebhooks {
    endpoint: EventEndpoint,
    key: String,
    sender: Sender,
}

impl EventWebhooks {
    /// Posts events that are read from `pool` to an endpoint.
    pub fn new(endpoint: EventEndpoint, encoder: Arc<dyn EventEncoder>, pool: Pool) -> Self {
        Self {
            key: format!("{}:{}", Self::NAME, endpoint.name()),
            sender: Sender::new(endpoint.clone(), encoder, pool),
            endpoint,
        }
    }

    /// Whether an event may be one that the endpoint takes.
    fn takes(&self, event: &Event) -> bool {
        self.endpoint.realm_of(event).is_some() && {
            let mut names = event.body.shown_as().iter();
            names.any(|name| self.endpoint.takes(*name))
        }
    }
}

impl Channel for EventWebhooks {
    const NAME: &'static str = "event_webhooks";
    const MAX_ATTEMPTS: usize = 16;
    const MAX_RUN: i64 = 16;
    const OVERFLOW: Overflow = Overflow::StopReading;
    const REPEATS_INTERRUPTED: bool = true;
    const KEEPS_DEAD_LETTERS: bool = true;

    /// Nothing: each event is read when it is posted.
    type Content = ();
    type Report = ();

    fn key(&self) -> &str {
        &self.key
    }

    async fn enqueue(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<Enqueued, Error> {
        let taken = events.iter().filter(|event| self.takes(event));
        let (chats, positions): (Vec<i64>, Vec<i64>) = taken
            .map(|event| (event.chat_id.0, event.position.0))
            .unzip();
        if chats.is_empty() {
            return Ok(Enqueued::default());
        }
        let parameters: Parameters<'_> = &[&self.key, &chats, &positions];
        let row = transaction.first(ENQUEUE, parameters).await?;
        Ok(Enqueued {
            added: row.map_or(Ok(0), |row| row.try_get("added"))?,
            ..Enqueued::default()
        })
    }

    async fn read(
        &mut self,
        _transaction: &Transaction<'_>,
        runs: &[Run],
    ) -> Result<Vec<Reading<()>>, Error> {
        Ok(runs.iter().map(|_| Reading::Send(())).collect())
    }

    fn send(&self, run: Run, (): ()) -> BoxFuture<'static, Attempt<()>> {
        self.sender.send(run)
    }

    fn count(&self, counted: Counted) {
        match counted {
            Counted::Waiting(waiting) => {
                let endpoint = self.endpoint.name().to_owned();
                gauge!(EVENT_WEBHOOK_WAITING, "endpoint" => endpoint).set(waiting as f64);
            }
            Counted::Buried(buried) => counter!(EVENT_WEBHOOK_DEAD_LETTERS).increment(buried),
            Counted::DroppedDeadLetters(dropped) => {
                counter!(EVENT_WEBHOOK_DROPPED).increment(dropped);
            }
            Counted::Folded(_) | Counted::DroppedOfReceiver(_) | Counted::DroppedOfAll(_) => {}
        }
    }
}

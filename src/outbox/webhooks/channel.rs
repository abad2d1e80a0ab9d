//! What is queued, read and sent.

use std::time::Duration;

use futures::future::BoxFuture;
use metrics::{counter, gauge};

use super::receiver::Receiver;
use crate::db::{Error, Transaction};
use crate::domain::{Event, text};
use crate::outbox::channel::{Attempt, Channel, Counted, Enqueued, Reading, Run};
use crate::outbox::readings::{self, Columns};
use crate::outbox::recipients;
use crate::outbox::signed_post::InvalidWebhook;
use crate::telemetry::metrics::{
    WEBHOOK_DEAD_LETTERS, WEBHOOK_DROPPED, WEBHOOK_FOLDED, WEBHOOK_WAITING,
};

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const READ: &str = include_str!("sql/read.sql");

/// In characters; the query reads one more, which tells whether the last one is whole.
const MAX_BEGINNING: usize = 100;

/// The channel of webhooks about messages.
pub struct Webhooks {
    receiver: Receiver,
}

impl Webhooks {
    /// Notifies `url`, signing with `secret` (`whsec_…`, base64).
    pub fn new(url: &str, secret: &str) -> Result<Self, InvalidWebhook> {
        let receiver = Receiver::new(url, secret)?;
        Ok(Self { receiver })
    }
}

impl Channel for Webhooks {
    const NAME: &'static str = "webhooks";
    const SETTLED: Duration = recipients::SETTLED;
    const MAX_ATTEMPTS: usize = 32;
    const REPEATS_INTERRUPTED: bool = true;
    const KEEPS_DEAD_LETTERS: bool = true;

    /// The first characters of the message.
    type Content = String;
    type Report = ();

    async fn enqueue(
        &mut self,
        transaction: &Transaction<'_>,
        events: &[Event],
    ) -> Result<Enqueued, Error> {
        recipients::enqueue(transaction, ENQUEUE, events).await
    }

    async fn read(
        &mut self,
        transaction: &Transaction<'_>,
        runs: &[Run],
    ) -> Result<Vec<Reading<String>>, Error> {
        let columns = Columns::of_runs(runs);
        let rows = transaction.query(READ, &columns.parameters()).await?;
        let mut contents = Vec::new();
        for row in &rows {
            let read: String = row.try_get("beginning")?;
            contents.push((
                readings::index(row)?,
                text::beginning(&read, MAX_BEGINNING).to_owned(),
            ));
        }
        Ok(readings::of(runs, contents))
    }

    fn send(&self, run: Run, beginning: String) -> BoxFuture<'static, Attempt<()>> {
        let receiver = self.receiver.clone();
        Box::pin(async move { receiver.post(run, &beginning).await })
    }

    fn count(&self, counted: Counted) {
        match counted {
            Counted::Waiting(waiting) => gauge!(WEBHOOK_WAITING).set(waiting as f64),
            Counted::Folded(messages) => counter!(WEBHOOK_FOLDED).increment(messages),
            Counted::DroppedOfReceiver(dropped) => {
                counter!(WEBHOOK_DROPPED, "why" => "one_user").increment(dropped);
            }
            Counted::DroppedOfAll(dropped) => {
                counter!(WEBHOOK_DROPPED, "why" => "all").increment(dropped);
            }
            Counted::Buried(buried) => counter!(WEBHOOK_DEAD_LETTERS).increment(buried),
            Counted::DroppedDeadLetters(_) => {}
        }
    }
}

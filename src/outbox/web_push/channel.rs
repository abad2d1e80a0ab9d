//! What is queued, read and sent, and which subscriptions end.

use std::time::Duration;

use futures::future::BoxFuture;

use super::delivery::{Report, Sender};
use super::notification::Notification;
use super::vapid::{Contact, VapidKey};
use crate::db::query::Parameters;
use crate::db::{Error, FromRow as _, Transaction};
use crate::domain::Event;
use crate::outbox::channel::{Attempt, Channel, Enqueued, Reading, Run};
use crate::outbox::readings::{self, Columns};
use crate::outbox::recipients;

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const READ: &str = include_str!("sql/read.sql");
const COUNT_FAILURES: &str = include_str!("sql/count_failures.sql");
const RESET_FAILURES: &str = include_str!("sql/reset_failures.sql");
const FORGET: &str = "DELETE FROM public.push_subscriptions AS s WHERE s.id = ANY ($1)";

/// The channel of push notifications.
pub struct WebPush {
    sender: Sender,
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
        let sender = Sender::new(key, contact, allow_insecure)?;
        Ok(Self { sender })
    }
}

impl Channel for WebPush {
    const NAME: &'static str = "web_push";
    const SETTLED: Duration = recipients::SETTLED;
    const MAX_ATTEMPTS: usize = 64;
    const REPEATS_INTERRUPTED: bool = false;

    type Content = Notification;
    type Report = Report;

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
    ) -> Result<Vec<Reading<Notification>>, Error> {
        let columns = Columns::of_runs(runs);
        let rows = transaction.query(READ, &columns.parameters()).await?;
        let mut contents = Vec::new();
        for row in &rows {
            contents.push((readings::index(row)?, Notification::from_row(row)?));
        }
        Ok(readings::of(runs, contents))
    }

    fn send(&self, run: Run, notification: Notification) -> BoxFuture<'static, Attempt<Report>> {
        self.sender.send(run, notification)
    }

    /// Counts the failures of subscriptions, and forgets those that have ended or are only ever refused.
    async fn record(
        &mut self,
        transaction: &Transaction<'_>,
        attempts: &[Attempt<Report>],
    ) -> Result<(), Error> {
        let (mut accepted, mut ended) = (Vec::new(), Vec::new());
        let (mut failed, mut refused) = (Vec::new(), Vec::new());
        for attempt in attempts {
            let id = attempt.run.receiver_id();
            match attempt.report {
                Report::Accepted => accepted.push(id),
                Report::Ended => ended.push(id),
                Report::Failed { is_refused } => {
                    failed.push(id);
                    refused.push(is_refused);
                }
            }
        }
        if !accepted.is_empty() {
            transaction.execute(RESET_FAILURES, &[&accepted]).await?;
        }
        if !failed.is_empty() {
            let parameters: Parameters<'_> = &[&failed, &refused];
            let counted = transaction.query(COUNT_FAILURES, parameters).await?;
            let given_up = counted.iter().filter(|row| row.get("is_given_up"));
            let given_up: Vec<i64> = given_up.map(|row| row.get("id")).collect();
            if !given_up.is_empty() {
                let subscriptions = given_up.len();
                tracing::warn!(
                    subscriptions,
                    "forgot push subscriptions that were refused for a day"
                );
            }
            ended.extend(given_up);
        }
        if !ended.is_empty() {
            transaction.execute(FORGET, &[&ended]).await?;
        }
        Ok(())
    }
}

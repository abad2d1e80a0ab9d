//! The tables of waiting events and of dead letters, for one endpoint.

use std::time::Duration;

use metrics::counter;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query::Parameters;
use crate::db::{Error, Transaction};
use crate::domain::{Event, Position};
use crate::outbox::signed_post::Failure;
use crate::telemetry::metrics::{EVENT_WEBHOOK_DEAD_LETTERS, EVENT_WEBHOOK_DROPPED};

/// The most events of a chat that are posted before the results are recorded.
const MAX_RUN: i64 = 16;
/// How long an event is retried.
const LIFETIME: &str = "1 day";
/// The most dead letters of an endpoint.
const MAX_DEAD_LETTERS: i64 = 100_000;

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const DUE_EVENTS: &str = include_str!("sql/due_events.sql");
const NEXT_ATTEMPT: &str = include_str!("sql/next_attempt.sql");
const WAITING: &str = include_str!("sql/waiting.sql");
const REMOVE_EVENTS: &str = include_str!("sql/remove_events.sql");
const POSTPONE: &str = include_str!("sql/postpone.sql");
const BURY_EXPIRED: &str = include_str!("sql/bury_expired.sql");
const NEXT_OF_CHATS: &str = include_str!("sql/next_of_chats.sql");
const FORGET_CHATS: &str = include_str!("sql/forget_chats.sql");
const DROP_DEAD_LETTERS: &str = include_str!("sql/drop_dead_letters.sql");

/// An event to post.
pub(super) struct QueuedEvent {
    /// Begins the `webhook-id`.
    pub(super) id: Uuid,
    pub(super) position: Position,
}

/// The oldest events of a chat, to be posted in their order.
pub(super) struct Run {
    pub(super) chat_id: i64,
    /// Failed attempts of the first one.
    pub(super) attempts: i32,
    pub(super) events: Vec<QueuedEvent>,
}

/// The result of posting events of a chat.
pub(super) struct Attempt {
    pub(super) chat_id: i64,
    /// The events that were accepted, or of which nothing is to be posted.
    pub(super) delivered: Vec<Uuid>,
    /// Why the next one was not.
    pub(super) failure: Option<Failure>,
}

/// Queues events, imported ones excepted. Returns how many.
pub(super) async fn enqueue(
    transaction: &Transaction<'_>,
    endpoint: &str,
    events: &[&Event],
) -> Result<i64, Error> {
    if events.is_empty() {
        return Ok(0);
    }
    let chats: Vec<i64> = events.iter().map(|event| event.chat_id.0).collect();
    let positions: Vec<i64> = events.iter().map(|event| event.position.0).collect();
    let parameters: Parameters<'_> = &[&endpoint, &chats, &positions];
    let row = transaction.first(ENQUEUE, parameters).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("queued"))?)
}

/// The oldest events of at most `limit` chats that are due, of chats other than `excluded`.
pub(super) async fn due(
    transaction: &Transaction<'_>,
    endpoint: &str,
    excluded: &[i64],
    limit: usize,
) -> Result<Vec<Run>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let parameters: Parameters<'_> = &[&endpoint, &excluded, &limit, &MAX_RUN];
    let rows = transaction.query(DUE_EVENTS, parameters).await?;
    let mut runs: Vec<Run> = Vec::new();
    for row in &rows {
        let chat_id = row.try_get("chat_id")?;
        if runs.last().is_none_or(|run| run.chat_id != chat_id) {
            runs.push(Run {
                chat_id,
                attempts: row.try_get("attempts")?,
                events: Vec::new(),
            });
        }
        let run = runs.last_mut().expect("a run was pushed");
        run.events.extend(queued_event(row)?);
    }
    Ok(runs)
}

/// `None` in the only row of a chat without events.
fn queued_event(row: &Row) -> Result<Option<QueuedEvent>, Error> {
    let id: Option<Uuid> = row.try_get("id")?;
    let Some(id) = id else { return Ok(None) };
    let position = Position(row.try_get("position")?);
    Ok(Some(QueuedEvent { id, position }))
}

/// How long until a chat that is not due now is.
pub(super) async fn until_next(
    transaction: &Transaction<'_>,
    endpoint: &str,
) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT_ATTEMPT, &[&endpoint]).await?;
    let seconds = row
        .map(|row| row.try_get::<_, f64>("seconds"))
        .transpose()?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

/// How many events wait.
pub(super) async fn waiting(transaction: &Transaction<'_>, endpoint: &str) -> Result<i64, Error> {
    let row = transaction.first(WAITING, &[&endpoint]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("waiting"))?)
}

/// The results of attempts.
pub(super) struct Results<'a> {
    /// The events that were delivered.
    delivered: Vec<Uuid>,
    /// The chats whose next event is due.
    advanced: Vec<i64>,
    failed: Vec<(i64, &'a Failure)>,
}

impl<'a> Results<'a> {
    pub(super) fn of(attempts: &'a [Attempt]) -> Self {
        let delivered = attempts.iter().flat_map(|attempt| &attempt.delivered);
        let has_advanced =
            |attempt: &&Attempt| attempt.failure.is_none() || !attempt.delivered.is_empty();
        let advanced = attempts.iter().filter(has_advanced);
        let failed = attempts
            .iter()
            .filter_map(|attempt| Some((attempt.chat_id, attempt.failure.as_ref()?)));
        Self {
            delivered: delivered.copied().collect(),
            advanced: advanced.map(|attempt| attempt.chat_id).collect(),
            failed: failed.collect(),
        }
    }

    /// Records them. Returns how many events no longer wait.
    pub(super) async fn record(
        self,
        transaction: &Transaction<'_>,
        endpoint: &str,
    ) -> Result<i64, Error> {
        if self.advanced.is_empty() && self.failed.is_empty() {
            return Ok(0);
        }
        transaction
            .execute(REMOVE_EVENTS, &[&self.delivered])
            .await?;
        advance(transaction, endpoint, &self.advanced).await?;
        let buried = self.postpone(transaction, endpoint).await?;
        let removed = self.delivered.len() + buried;
        Ok(i64::try_from(removed).unwrap_or(i64::MAX))
    }

    /// Postpones the failed events. Those that were retried for too long, or whose endpoint is gone, become
    /// dead letters: returns how many.
    async fn postpone(
        &self,
        transaction: &Transaction<'_>,
        endpoint: &str,
    ) -> Result<usize, Error> {
        if self.failed.is_empty() {
            return Ok(0);
        }
        let (chats, failures): (Vec<i64>, Vec<&Failure>) = self.failed.iter().copied().unzip();
        let waits = failures.iter().map(|failure| failure.wait.as_secs_f64());
        let waits: Vec<f64> = waits.collect();
        let reasons: Vec<&str> = failures.iter().map(|failure| &*failure.reason).collect();
        let parameters: Parameters<'_> = &[&endpoint, &chats, &waits, &reasons];
        transaction.execute(POSTPONE, parameters).await?;
        let is_gone: Vec<bool> = failures.iter().map(|failure| failure.is_gone).collect();
        let parameters: Parameters<'_> = &[&endpoint, &chats, &LIFETIME, &is_gone];
        let buried = transaction.query(BURY_EXPIRED, parameters).await?;
        if buried.is_empty() {
            return Ok(0);
        }
        counter!(EVENT_WEBHOOK_DEAD_LETTERS).increment(buried.len() as u64);
        tracing::error!(
            endpoint,
            events = buried.len(),
            "event webhooks that failed for a day, or were answered 410, became dead letters"
        );
        let chats: Vec<i64> = buried.iter().map(|row| row.get("chat_id")).collect();
        advance(transaction, endpoint, &chats).await?;
        drop_surplus(transaction, endpoint).await?;
        Ok(buried.len())
    }
}

/// Makes the next event of each of these chats due, and forgets the chats that have none.
async fn advance(
    transaction: &Transaction<'_>,
    endpoint: &str,
    chats: &[i64],
) -> Result<(), Error> {
    if chats.is_empty() {
        return Ok(());
    }
    let parameters: Parameters<'_> = &[&endpoint, &chats];
    transaction.execute(NEXT_OF_CHATS, parameters).await?;
    transaction.execute(FORGET_CHATS, parameters).await?;
    Ok(())
}

/// Drops the oldest dead letters beyond the limit.
async fn drop_surplus(transaction: &Transaction<'_>, endpoint: &str) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&endpoint, &MAX_DEAD_LETTERS];
    let dropped = transaction.execute(DROP_DEAD_LETTERS, parameters).await?;
    if dropped > 0 {
        counter!(EVENT_WEBHOOK_DROPPED).increment(dropped);
        let limit = MAX_DEAD_LETTERS;
        tracing::error!(
            endpoint,
            events = dropped,
            limit,
            "dropped the oldest dead letters"
        );
    }
    Ok(())
}

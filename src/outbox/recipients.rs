//! Queues what absent users are told of.

use std::time::Duration;

use crate::db::query::Parameters;
use crate::db::{Error, FromRow as _, Transaction};
use crate::domain::Event;
use crate::outbox::channel::Enqueued;

/// A user stays online for five seconds after their connection closed. Only then is known whether
/// they were online when a message was committed.
pub(super) const SETTLED: Duration = Duration::from_secs(6);

/// Runs a statement that queues deliveries for the messages at two positions and between them.
pub(super) async fn enqueue(
    transaction: &Transaction<'_>,
    sql: &str,
    events: &[Event],
) -> Result<Enqueued, Error> {
    enqueue_with(transaction, sql, events, &[]).await
}

/// As [`enqueue`], with further parameters of the statement.
pub(super) async fn enqueue_with(
    transaction: &Transaction<'_>,
    sql: &str,
    events: &[Event],
    further: Parameters<'_>,
) -> Result<Enqueued, Error> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return Ok(Enqueued::default());
    };
    let range: Parameters<'_> = &[&first.position.0, &last.position.0];
    let parameters: Vec<_> = range.iter().chain(further).copied().collect();
    let row = transaction.first(sql, &parameters).await?;
    row.map_or_else(|| Ok(Enqueued::default()), |row| Enqueued::from_row(&row))
}

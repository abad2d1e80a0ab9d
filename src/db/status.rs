//! What is asked of the database now and then, for the metrics and for readiness.

use crate::db::{Error, Pool, query};
use crate::domain::Position;

const PULSE: &str = "
    SELECT (SELECT coalesce(max(e.position), 0) FROM public.events AS e),
           pg_catalog.pg_notification_queue_usage(),
           a.sealed_ago, a.waiting_for
    FROM audit.seal_age() AS a";

/// How the database is.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseStatus {
    /// The last event of the log.
    pub head: Position,
    /// How full the queue of notifications is, from 0 to 1. At 1 no append commits any more.
    pub notification_queue_usage: f64,
    /// Seconds since the newest checkpoint was made, where there is one.
    pub sealed_ago: Option<f64>,
    /// Seconds for which the oldest event without a checkpoint has waited, where there is one.
    pub unsealed_for: Option<f64>,
}

/// Asks.
pub async fn status(pool: &Pool) -> Result<DatabaseStatus, Error> {
    let row = query::first(pool, PULSE, &[]).await?;
    let row = row.ok_or_else(|| Error::Unavailable("there was no answer".into()))?;
    Ok(DatabaseStatus {
        head: Position(row.get(0)),
        notification_queue_usage: row.get(1),
        sealed_ago: row.get(2),
        unsealed_for: row.get(3),
    })
}

/// Whether it is one that takes what is written.
pub async fn is_writable(pool: &Pool) -> Result<bool, Error> {
    let sql = "SELECT NOT current_setting('transaction_read_only')::boolean";
    let row = query::first(pool, sql, &[]).await?;
    Ok(row.is_some_and(|row| row.get(0)))
}

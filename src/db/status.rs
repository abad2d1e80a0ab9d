//! The state of the database, for metrics and readiness.

use crate::db::error::Error;
use crate::db::pool::Pool;
use crate::db::query;
use crate::domain::Position;

const STATUS: &str = include_str!("sql/status.sql");

/// The state of the database.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseStatus {
    /// The position of the last event.
    pub head: Position,
    /// How full the queue of notifications is, from 0 to 1. At 1 no append commits.
    pub notification_queue_usage: f64,
    /// Age of the newest seal in seconds.
    pub sealed_ago: Option<f64>,
    /// How long the oldest unsealed event has been waiting, in seconds.
    pub unsealed_for: Option<f64>,
    /// How long ago a place outside of the database got a seal, in seconds.
    pub witnessed_ago: Option<f64>,
    /// How long the oldest seal has been waiting that a witness lacks, in seconds.
    pub unwitnessed_for: Option<f64>,
}

/// Reads the state. `witnesses` are the names of the places that shall have every seal.
pub async fn status(pool: &Pool, witnesses: &[String]) -> Result<DatabaseStatus, Error> {
    let row = query::first(pool, STATUS, &[&witnesses]).await?;
    let row = row.ok_or_else(|| Error::Unavailable("the database returned no status".into()))?;
    Ok(DatabaseStatus {
        head: row.get("head"),
        notification_queue_usage: row.get("notification_queue_usage"),
        sealed_ago: row.get("sealed_ago"),
        unsealed_for: row.get("waiting_for"),
        witnessed_ago: row.get("witnessed_ago"),
        unwitnessed_for: row.get("unwitnessed_for"),
    })
}

/// Whether the database accepts writes: a standby, for example, does not.
pub async fn is_writable(pool: &Pool) -> Result<bool, Error> {
    let sql = "SELECT NOT current_setting('transaction_read_only')::boolean AS is_writable";
    let row = query::first(pool, sql, &[]).await?;
    Ok(row.is_some_and(|row| row.get("is_writable")))
}

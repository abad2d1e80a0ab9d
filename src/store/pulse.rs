//! What is asked of the database now and then, for the metrics alone.

use super::{Error, Pool, query};
use crate::domain::Position;

const PULSE: &str = "
    SELECT (SELECT coalesce(max(e.position), 0) FROM public.events AS e),
           pg_catalog.pg_notification_queue_usage()";

/// How the database is.
#[derive(Debug, Clone, Copy)]
pub struct Pulse {
    /// The last event of the log.
    pub head: Position,
    /// How full the queue of notifications is, from 0 to 1. At 1 no append commits any more.
    pub notification_queue_usage: f64,
}

/// Asks.
pub async fn pulse(pool: &Pool) -> Result<Pulse, Error> {
    let row = query::first(pool, PULSE, &[]).await?;
    let row = row.ok_or_else(|| Error::Unavailable("there was no answer".into()))?;
    Ok(Pulse {
        head: Position(row.get(0)),
        notification_queue_usage: row.get(1),
    })
}

//! Answers that say which events they reflect.
//!
//! # Why one statement
//! Whoever reads a list and then follows the log from the list's own [`Cursor`] must meet
//! each event once: in the list, or after it. So both come out of one snapshot of the
//! database, which is what a statement sees. The projection is part of the transaction that
//! appends, and those queue for the head: a snapshot in which the head is at P shows
//! everything that events up to P did, and nothing of later ones.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, Pool};
use crate::domain::{Cursor, Position};

/// What was read, and the last event of the log that it reflects.
#[derive(Debug)]
pub struct Snapshot<T> {
    /// What was asked for.
    pub shown: T,
    /// The head of the log when it was so.
    pub at: Cursor,
}

impl<T> Snapshot<T> {
    /// Another view of the same moment.
    pub(super) fn try_map<U>(
        self,
        view: impl FnOnce(T) -> Result<U, Error>,
    ) -> Result<Snapshot<U>, Error> {
        let (shown, at) = (view(self.shown)?, self.at);
        Ok(Snapshot { shown, at })
    }
}

/// A query, with the head of the log behind the columns of each row. Where it finds nothing
/// there is one row, of the head and nulls: its first column must not be null otherwise.
macro_rules! snapshot {
    ($query:expr, ORDER BY $order:literal) => {
        concat!(
            "SELECT shown.*, last.position, last.event_id
             FROM public.log_head AS head
             LEFT JOIN LATERAL (
                 SELECT e.position, e.event_id
                 FROM public.events AS e
                 WHERE e.position = head.position
                 OFFSET 0
             ) AS last ON true
             LEFT JOIN (",
            $query,
            ") AS shown ON true
             ORDER BY ",
            $order
        )
    };
}
pub(super) use snapshot;

/// The rows of a [`snapshot!`].
pub(super) async fn read(
    pool: &Pool,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Snapshot<Vec<Row>>, Error> {
    let mut rows = query::all(pool, sql, parameters).await?;
    let at = match rows.first() {
        Some(row) => head(row)?,
        None => return Err(Error::Unavailable("log_head has no row".into())),
    };
    if is_empty(&rows[0])? {
        rows.clear();
    }
    Ok(Snapshot { shown: rows, at })
}

fn head(row: &Row) -> Result<Cursor, Error> {
    let columns = row.len();
    let position: Option<i64> = row.try_get(columns - 2)?;
    let event_id: Option<Uuid> = row.try_get(columns - 1)?;
    let cursor = position.zip(event_id);
    Ok(cursor.map_or(Cursor::START, |(position, id)| {
        Cursor::new(Position(position), id)
    }))
}

fn is_empty(row: &Row) -> Result<bool, Error> {
    Ok(row.try_get::<_, Option<i64>>(0)?.is_none())
}

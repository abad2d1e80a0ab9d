//! Results with the cursor of the last event that they reflect.
//!
//! # Why one statement
//! A client that reads a list and then subscribes from the list's [`Cursor`] must see each event
//! once: in the list, or after it. So one statement reads both, since a statement sees one snapshot
//! of the database. Events are projected in the transaction that appends them, and these
//! transactions take turns by the lock on the head: a snapshot whose head is at P reflects all
//! events up to P and no later one.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow};
use crate::domain::{Cursor, Position};

/// A result, and the last event of the log that it reflects.
#[derive(Debug)]
pub struct Snapshot<T> {
    pub value: T,
    pub cursor: Cursor,
}

impl<T> Snapshot<T> {
    /// Converts the value, and keeps the cursor.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Snapshot<U> {
        Snapshot {
            value: change(self.value),
            cursor: self.cursor,
        }
    }
}

impl Queries {
    /// Runs a query whose rows begin with the view `head_cursor`. An empty result is one row with
    /// the head and NULLs; in all other rows `chat_id` is not NULL.
    pub(super) async fn snapshot<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Snapshot<Vec<T>>, Error> {
        let rows = query::all(&self.pool, sql, parameters).await?;
        let Some(first) = rows.first() else {
            return Err(Error::Unavailable("log_head has no row".to_owned()));
        };
        let cursor = head_cursor(first)?;
        let chat_id: Option<i64> = first.try_get("chat_id").map_err(db::Error::from)?;
        let is_empty = chat_id.is_none();
        let rows = if is_empty { &[] } else { rows.as_slice() };
        let value = rows.iter().map(T::from_row).collect::<Result<_, _>>()?;
        Ok(Snapshot { value, cursor })
    }
}

fn head_cursor(row: &Row) -> Result<Cursor, db::Error> {
    let position: Option<Position> = row.try_get("head_position")?;
    let event_id: Option<Uuid> = row.try_get("head_event_id")?;
    let cursor = position.zip(event_id);
    Ok(cursor.map_or(Cursor::START, |(position, event_id)| {
        Cursor::new(position, event_id)
    }))
}

//! Results that say which events they reflect.
//!
//! # Why one statement
//! A client that reads a list and then follows the log from the list's [`Cursor`] must see each
//! event once: in the list, or after it. So both come out of one snapshot of the database, which
//! is what a statement sees. The projection is part of the transaction that appends, and those
//! queue for the head: a snapshot in which the head is at P shows everything that events up to P
//! did, and nothing of later ones.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, FromRow};
use crate::domain::{Cursor, Position};
use crate::queries::run::Queries;

/// A result, and the last event of the log that it reflects.
#[derive(Debug)]
pub struct Snapshot<T> {
    pub value: T,
    pub cursor: Cursor,
}

impl<T> Snapshot<T> {
    /// The same moment with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Snapshot<U> {
        Snapshot {
            value: change(self.value),
            cursor: self.cursor,
        }
    }
}

impl Queries {
    /// Runs a query whose rows begin with the view `head_cursor`. If it finds nothing, there is one
    /// row, of the head and NULLs: `chat_id` is not NULL otherwise.
    pub(super) async fn snapshot<T: FromRow>(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Snapshot<Vec<T>>, Error> {
        let rows = query::all(&self.pool, sql, parameters).await?;
        let Some(first) = rows.first() else {
            return Err(Error::Unavailable("log_head has no row".into()));
        };
        let cursor = head_cursor(first)?;
        let is_empty = first.try_get::<_, Option<i64>>("chat_id")?.is_none();
        let rows = if is_empty { &[] } else { rows.as_slice() };
        let value = rows.iter().map(T::from_row).collect::<Result<_, _>>()?;
        Ok(Snapshot { value, cursor })
    }
}

fn head_cursor(row: &Row) -> Result<Cursor, Error> {
    let position: Option<Position> = row.try_get("head_position")?;
    let event_id: Option<Uuid> = row.try_get("head_event_id")?;
    let cursor = position.zip(event_id);
    Ok(cursor.map_or(Cursor::START, |(position, event_id)| {
        Cursor::new(position, event_id)
    }))
}

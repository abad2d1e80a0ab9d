//! Rows as values, read by the names of their columns.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::FromSqlOwned;

use crate::db::error::Error;
use crate::db::timestamp::PgTimestamp;

/// A value that is read from a row of a query.
pub trait FromRow: Sized {
    /// Reads it, by the names of the columns.
    fn from_row(row: &Row) -> Result<Self, Error>;
}

/// Typed reads of columns.
pub trait RowExt {
    /// A time, as [`PgTimestamp`] reads it.
    fn timestamp(&self, column: &str) -> Result<Timestamp, Error>;

    /// A time that may be NULL.
    fn optional_timestamp(&self, column: &str) -> Result<Option<Timestamp>, Error>;

    /// An array; empty if it is NULL, as aggregates of no rows are.
    fn array<T: FromSqlOwned>(&self, column: &str) -> Result<Vec<T>, Error>;
}

impl RowExt for Row {
    fn timestamp(&self, column: &str) -> Result<Timestamp, Error> {
        Ok(self.try_get::<_, PgTimestamp>(column)?.0)
    }

    fn optional_timestamp(&self, column: &str) -> Result<Option<Timestamp>, Error> {
        let value: Option<PgTimestamp> = self.try_get(column)?;
        Ok(value.map(|value| value.0))
    }

    fn array<T: FromSqlOwned>(&self, column: &str) -> Result<Vec<T>, Error> {
        Ok(self
            .try_get::<_, Option<Vec<T>>>(column)?
            .unwrap_or_default())
    }
}

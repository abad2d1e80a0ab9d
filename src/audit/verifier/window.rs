//! Reads a table by ranges of positions.
//!
//! # Why
//! A range has every row at its positions, also where a position has two rows because the key of the table was
//! dropped; pages of a number of rows would leave the second one out. And no transaction lasts long.

use tokio_postgres::{Client, Row, Statement};

use crate::db::Error;
use crate::db::query::Parameters;

/// The positions of a range.
const RANGE: i64 = 2_000;

/// The ranges of one table.
pub(super) struct Window<'a> {
    connection: &'a Client,
    next: Statement,
    rows: Statement,
    /// The first position that was not read; `None` after the last possible one.
    from: Option<i64>,
}

impl<'a> Window<'a> {
    /// `next` finds the first position from `$1` on, `rows` has those at positions `$1` to `$2`, at most `$3`.
    /// The first column of both is the position.
    pub(super) async fn of(connection: &'a Client, next: &str, rows: &str) -> Result<Self, Error> {
        Ok(Self {
            connection,
            next: connection.prepare(next).await?,
            rows: connection.prepare(rows).await?,
            from: Some(i64::MIN),
        })
    }

    /// The rows of the next range that has any; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<Row>, Error> {
        let Some(from) = self.from else {
            return Ok(Vec::new());
        };
        let rows = self.range(from).await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
        let next = self.connection.query(&self.next, &[&from]).await?;
        if let Some(row) = next.first() {
            return self.range(row.try_get(0)?).await;
        }
        Ok(rows)
    }

    /// Goes on after the last row, not after the range: rows may be appended meanwhile.
    async fn range(&mut self, from: i64) -> Result<Vec<Row>, Error> {
        // More rows than positions are not all needed to see that something is wrong.
        let (to, limit) = (from.saturating_add(RANGE - 1), RANGE * 2);
        let parameters: Parameters<'_> = &[&from, &to, &limit];
        let rows = self.connection.query(&self.rows, parameters).await?;
        if let Some(last) = rows.last() {
            self.from = last.try_get::<_, i64>(0)?.checked_add(1);
        }
        Ok(rows)
    }
}

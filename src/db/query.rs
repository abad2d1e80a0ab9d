//! Running one statement on a connection of the pool.

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::db::{Error, Pool};

/// Parameters of a statement.
pub type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// All rows.
pub async fn all(pool: &Pool, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Error> {
    pool.query(sql, parameters).await
}

/// The first row, if there is one.
pub async fn first(
    pool: &Pool,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Option<Row>, Error> {
    Ok(all(pool, sql, parameters).await?.into_iter().next())
}

/// Runs a statement for its effect; the number of rows it touched.
pub async fn run(pool: &Pool, sql: &str, parameters: Parameters<'_>) -> Result<u64, Error> {
    pool.execute(sql, parameters).await
}

/// A LIKE pattern for what contains `text`, whatever characters it has.
pub fn like_contains(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

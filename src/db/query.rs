//! Running one statement on a connection of the pool.

use tokio_postgres::Row;

use crate::db::error::Error;
pub use crate::db::parameters::{Parameter, Parameters};
use crate::db::pool::Pool;

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

/// Runs a statement for its effect; returns the number of affected rows.
pub async fn run(pool: &Pool, sql: &str, parameters: Parameters<'_>) -> Result<u64, Error> {
    pool.execute(sql, parameters).await
}

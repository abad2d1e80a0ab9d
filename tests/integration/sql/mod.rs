//! Guarantees of the database itself, for every client and role.

mod append;
mod foreign_tables;
mod guards;
mod lessons;
mod locks;
mod origin;
mod payloads;
mod plans;
mod positions;
mod projection;
pub(crate) mod random_log;
mod schema;
mod server_login;
mod users;

use tokio_postgres::Client;
use tokio_postgres::error::{DbError, SqlState};

/// The error of a statement that Postgres must refuse.
#[track_caller]
pub(crate) fn refusal(sql: &str, outcome: Result<(), tokio_postgres::Error>) -> DbError {
    let error = match outcome {
        Ok(()) => panic!("not refused: {sql}"),
        Err(error) => error,
    };
    let refused = error.as_db_error();
    refused.unwrap_or_else(|| panic!("{sql}: {error}")).clone()
}

/// The SQLSTATE of a statement that Postgres must refuse.
pub(crate) async fn refused(client: &Client, sql: &str) -> SqlState {
    let outcome = client.batch_execute(sql).await;
    // A failed statement leaves its transaction open.
    let ended = client.batch_execute("ROLLBACK").await;
    ended.expect("a transaction can be rolled back");
    refusal(sql, outcome).code().clone()
}

/// The number that a query returns.
async fn number(client: &Client, sql: &str) -> i64 {
    let row = client.query_one(sql, &[]).await;
    row.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
        .get(0)
}

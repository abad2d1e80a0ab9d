//! What the database itself guarantees, whoever writes into it and with whatever client.

mod append;
mod guards;
mod lessons;
mod locks;
mod payloads;
mod people;
mod plans;
mod positions;
mod projection;
mod schema;
mod server_login;

use tokio_postgres::Client;
use tokio_postgres::error::{DbError, SqlState};

/// What Postgres says to statements that it must refuse.
#[track_caller]
pub(crate) fn refusal(sql: &str, outcome: Result<(), tokio_postgres::Error>) -> DbError {
    let error = match outcome {
        Ok(()) => panic!("not refused: {sql}"),
        Err(error) => error,
    };
    let refused = error.as_db_error();
    refused.unwrap_or_else(|| panic!("{sql}: {error}")).clone()
}

/// The code with which Postgres refuses statements, which must not be carried out.
pub(crate) async fn refused(client: &Client, sql: &str) -> SqlState {
    let outcome = client.batch_execute(sql).await;
    // A refusal in a transaction leaves it open.
    let ended = client.batch_execute("ROLLBACK").await;
    ended.expect("a transaction can be rolled back");
    refusal(sql, outcome).code().clone()
}

/// A number out of a database that is already connected.
async fn number(client: &Client, sql: &str) -> i64 {
    let row = client.query_one(sql, &[]).await;
    row.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
        .get(0)
}

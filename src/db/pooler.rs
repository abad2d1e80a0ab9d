//! Behind a pooler in transaction mode (pgbouncer, and what clouds call a pooled endpoint).
//!
//! There a connection is no session: each transaction may run in another one, and what a
//! session is told (`SET ROLE`, `SET`, `LISTEN`, a prepared statement) is told to somebody
//! else's. Two things follow. Notifications do not arrive, so that delivery polls. And the role
//! must never be trusted to be what it was, because a statement would then run with all the
//! rights of whoever the URL names, and nobody would notice.
//!
//! So each statement is a transaction of its own that first gives up its rights, by `SET LOCAL`;
//! its parameters are named by their types, for there is no session to prepare it in. Sent
//! together, all of it is one round trip. Where the role cannot be taken on, the transaction is
//! broken from there on, and the statement refused.

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row, SimpleQueryMessage};

use crate::db::query::Parameters;

/// What cannot be done there.
pub(crate) const UNSUPPORTED_WITH_POOLER: &str = "this needs a session of its own, and the URL leads through a pooler in transaction mode: \
     give one that goes past it";

/// What every session of the server is told at its beginning, for one transaction.
macro_rules! become_server {
    () => {
        "
        SET LOCAL ROLE vestnik_server;
        SET LOCAL search_path = public, pg_temp;
        SET LOCAL statement_timeout = '15s';
        SET LOCAL idle_in_transaction_session_timeout = '15s';
        SET LOCAL synchronous_commit = on;
        SET LOCAL jit = off;
        SET LOCAL enable_seqscan = off;
        "
    };
}

pub(crate) const BECOME_SERVER: &str = become_server!();

const BEGIN: &str = concat!(
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;",
    become_server!()
);

/// How often two connections are compared: a busy pooler may seem to give each its own session.
const ROUNDS: usize = 5;

/// Whether two connections are not two sessions: a pooler gives each transaction the next best.
pub(crate) async fn is_transaction_pooler(one: &Client, other: &Client) -> Result<bool, Error> {
    let mut known = None;
    for _ in 0..ROUNDS {
        let pair = (process(one).await?, process(other).await?);
        if pair.0 == pair.1 || known.as_ref().is_some_and(|known| *known != pair) {
            return Ok(true);
        }
        known = Some(pair);
    }
    Ok(false)
}

/// The process of Postgres that answers, asked by the protocol that prepares nothing.
async fn process(client: &Client) -> Result<Option<String>, Error> {
    let answer = client.simple_query("SELECT pg_backend_pid()").await?;
    Ok(answer.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }))
}

/// Runs a statement as `vestnik_server`, in a transaction of its own.
pub(crate) async fn query(
    client: &Client,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Vec<Row>, Error> {
    let typed = typed(parameters);
    // Polled in this order, so sent in this order, and all before the first answer is there.
    let (begun, rows, ended) = tokio::join!(
        client.batch_execute(BEGIN),
        client.query_typed(sql, &typed),
        client.batch_execute("COMMIT")
    );
    begun?;
    let rows = rows?;
    ended?;
    Ok(rows)
}

/// The same, for its effect; the number of rows it touched.
pub(crate) async fn execute(
    client: &Client,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<u64, Error> {
    let typed = typed(parameters);
    let (begun, touched, ended) = tokio::join!(
        client.batch_execute(BEGIN),
        client.execute_typed(sql, &typed),
        client.batch_execute("COMMIT")
    );
    begun?;
    let touched = touched?;
    ended?;
    Ok(touched)
}

type Value<'a> = &'a (dyn ToSql + Sync);

/// What statements of the server are given, the likeliest first. A value tells which of them it
/// can be, and no value here can be two.
const TYPES: &[Type] = &[
    Type::INT8,
    Type::TEXT,
    Type::UUID,
    Type::BOOL,
    Type::TIMESTAMPTZ,
    Type::JSONB,
    Type::INT4,
    Type::INT2,
    Type::FLOAT8,
    Type::BYTEA,
    Type::INET,
    Type::INT8_ARRAY,
    Type::TEXT_ARRAY,
    Type::UUID_ARRAY,
    Type::JSONB_ARRAY,
    Type::INT4_ARRAY,
    Type::BOOL_ARRAY,
];

/// Each value with its type, as the server would have told it while preparing.
pub(crate) fn typed(parameters: Parameters<'_>) -> Vec<(Value<'_>, Type)> {
    let mut scratch = BytesMut::new();
    let mut type_of = |value: Value<'_>| {
        let mut fits = |candidate: &&Type| {
            scratch.clear();
            value.to_sql_checked(candidate, &mut scratch).is_ok()
        };
        // Of an unknown one Postgres is asked to think for itself.
        let found = TYPES.iter().find(&mut fits);
        found.cloned().unwrap_or(Type::UNKNOWN)
    };
    parameters
        .iter()
        .map(|value| (*value, type_of(*value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tokio_postgres::types::Json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn values_tell_their_types() {
        let json = Json(serde_json::json!({}));
        let jsons = vec![Json(serde_json::json!({}))];
        let values: &[(Value<'_>, Type)] = &[
            (&7_i64, Type::INT8),
            (&None::<i64>, Type::INT8),
            (&7_i32, Type::INT4),
            (&"text", Type::TEXT),
            (&Some("text".to_owned()), Type::TEXT),
            (&None::<&str>, Type::TEXT),
            (&Uuid::nil(), Type::UUID),
            (&true, Type::BOOL),
            (&Timestamp::UNIX_EPOCH, Type::TIMESTAMPTZ),
            (&json, Type::JSONB),
            (&vec![1_u8], Type::BYTEA),
            (&vec![Some(7_i64)], Type::INT8_ARRAY),
            (&Vec::<Option<&str>>::new(), Type::TEXT_ARRAY),
            (&vec![Uuid::nil()], Type::UUID_ARRAY),
            (&jsons, Type::JSONB_ARRAY),
        ];
        for (value, expected) in values {
            assert_eq!(typed(&[*value])[0].1, *expected, "{value:?}");
        }
    }
}

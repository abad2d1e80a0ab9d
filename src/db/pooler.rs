//! Statements behind a pooler in transaction mode (pgbouncer, or a cloud's pooled endpoint).
//!
//! There a connection is not a session: each transaction may run in another session, and a
//! statement that sets up a session (`SET ROLE`, `SET`, `LISTEN`, `PREPARE`) may reach any of them.
//! So notifications do not arrive, and delivery polls. The role of the session must never be relied
//! on: a statement could run with all privileges of the login.
//!
//! Therefore each statement is a transaction of its own that first drops its privileges with
//! `SET LOCAL`. Its parameters carry their types, since there is no session to prepare it in.
//! All of it is sent in one round trip. If the role cannot be set, the transaction fails and the
//! statement is refused.

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Row, SimpleQueryMessage};

use crate::db::parameters::Parameters;

/// The error of operations that are impossible behind a pooler.
pub(crate) const UNSUPPORTED_WITH_POOLER: &str = "this needs a session of its own, but the URL leads through a pooler in transaction mode: \
     use a URL that goes past it";

/// The settings of a session of the server, for one transaction.
macro_rules! set_up_transaction {
    () => {
        "
        SET LOCAL ROLE vestnik_server;
        SET LOCAL search_path = public, pg_temp;
        SET LOCAL statement_timeout = '15s';
        SET LOCAL idle_in_transaction_session_timeout = '15s';
        SET LOCAL synchronous_commit = on;
        SET LOCAL jit = off;
        SET LOCAL enable_seqscan = off;
        SET LOCAL enable_memoize = off;
        SET LOCAL plan_cache_mode = force_generic_plan;
        "
    };
}

pub(crate) const SET_UP_TRANSACTION: &str = set_up_transaction!();

/// The beginning of a transaction as `vestnik_server`.
pub(crate) const BEGIN: &str = concat!(
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;",
    set_up_transaction!()
);

/// How often two connections are compared: a busy pooler may give each the same session twice.
const ROUNDS: usize = 5;

/// Whether two connections share sessions: a pooler runs each transaction in any free one.
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

/// The backend process of a connection, read with the simple protocol, which prepares nothing.
async fn process(client: &Client) -> Result<Option<String>, Error> {
    let response = client.simple_query("SELECT pg_backend_pid()").await?;
    Ok(response.iter().find_map(|message| match message {
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
    // Polled in this order, so sent in this order, and all before the first answer is there.
    let (begun, rows) = tokio::join!(
        client.batch_execute(BEGIN),
        query_and_commit(client, sql, parameters)
    );
    begun?;
    rows
}

/// The last statement of a transaction.
pub(crate) async fn query_and_commit(
    client: &Client,
    sql: &str,
    parameters: Parameters<'_>,
) -> Result<Vec<Row>, Error> {
    let typed = typed(parameters);
    let (rows, ended) = tokio::join!(
        client.query_typed(sql, &typed),
        client.batch_execute("COMMIT")
    );
    let rows = rows?;
    ended?;
    Ok(rows)
}

/// The same for its effect; returns the number of affected rows.
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

/// The types of parameters the server uses, the most frequent first. Each Rust type fits exactly
/// one of them.
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

/// Each value with the type that Postgres would have inferred while preparing.
pub(crate) fn typed(parameters: Parameters<'_>) -> Vec<(Value<'_>, Type)> {
    let mut scratch = BytesMut::new();
    let mut type_of = |value: Value<'_>| {
        let mut fits = |candidate: &&Type| {
            scratch.clear();
            value.to_sql_checked(candidate, &mut scratch).is_ok()
        };
        // Postgres infers an unknown type.
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
    fn each_value_has_its_type() {
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

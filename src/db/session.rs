//! How statements run on a connection: in a session of its own, or behind a pooler.
//!
//! No other module distinguishes the two.

use deadpool_postgres::Object;
use tokio_postgres::{Client, Error, Row, Statement, Transaction};

use crate::db::parameters::Parameters;
use crate::db::pooler;

/// The kind of session behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Session {
    /// A session of its own, which keeps its role, its settings and prepared statements.
    Own,
    /// A pooler in transaction mode: each transaction may run in another session.
    PerTransaction,
}

/// A statement that one connection runs repeatedly.
pub(crate) struct Prepared {
    sql: &'static str,
    /// `None` if no session keeps it.
    statement: Option<Statement>,
}

/// The first statements of every session of the server. JIT is off because compiling takes longer
/// than any of the server's statements. Sequential scans are off because a plan lives as long as
/// its connection, and may have been made when the table was empty. Memoizing look-ups by different
/// keys costs a fifth of a list of chats. Plans are generic, since every look-up is by a key:
/// otherwise Postgres plans many of the reads each time, which takes longer than running them.
const SET_UP_SESSION: &str = "
    SET ROLE vestnik_server;
    SET search_path = public, pg_temp;
    SET statement_timeout = '15s';
    SET idle_in_transaction_session_timeout = '15s';
    SET default_transaction_isolation = 'read committed';
    SET synchronous_commit = on;
    SET jit = off;
    SET enable_seqscan = off;
    SET enable_memoize = off;
    SET plan_cache_mode = force_generic_plan;
";

impl Session {
    /// The statements to run on a new connection.
    pub(crate) fn on_connect(self) -> &'static str {
        match self {
            Self::Own => SET_UP_SESSION,
            Self::PerTransaction => "",
        }
    }

    /// The statements to run at the beginning of a transaction.
    pub(crate) fn on_begin(self) -> &'static str {
        match self {
            Self::Own => "",
            Self::PerTransaction => pooler::SET_UP_TRANSACTION,
        }
    }

    pub(crate) async fn prepare(
        self,
        client: &Client,
        sql: &'static str,
    ) -> Result<Prepared, Error> {
        let statement = match self {
            Self::Own => Some(client.prepare(sql).await?),
            Self::PerTransaction => None,
        };
        Ok(Prepared { sql, statement })
    }

    pub(crate) async fn query_prepared(
        self,
        client: &Client,
        prepared: &Prepared,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        match &prepared.statement {
            Some(statement) => client.query(statement, parameters).await,
            None => self.query(client, prepared.sql, parameters).await,
        }
    }

    /// Begins a transaction with a statement without a result.
    pub(crate) async fn begin_with(self, client: &Client, sql: &str) -> Result<(), Error> {
        let begin = match self {
            Self::Own => "BEGIN",
            Self::PerTransaction => pooler::BEGIN,
        };
        client.batch_execute(&format!("{begin}; {sql}")).await
    }

    /// Runs a prepared statement and COMMIT in one round trip.
    pub(crate) async fn query_and_commit(
        self,
        client: &Client,
        prepared: &Prepared,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        let Some(statement) = &prepared.statement else {
            return pooler::query_and_commit(client, prepared.sql, parameters).await;
        };
        // Polled in this order, so sent in this order. COMMIT after an error is a ROLLBACK.
        let (rows, committed) = tokio::join!(
            client.query(statement, parameters),
            client.batch_execute("COMMIT")
        );
        let rows = rows?;
        committed?;
        Ok(rows)
    }

    pub(crate) async fn query(
        self,
        client: &Client,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        match self {
            Self::Own => client.query(sql, parameters).await,
            Self::PerTransaction => pooler::query(client, sql, parameters).await,
        }
    }

    /// Runs a statement on a connection of the pool, which keeps it prepared if it can.
    pub(crate) async fn query_cached(
        self,
        client: &Object,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        match self {
            Self::Own => {
                let statement = client.prepare_cached(sql).await?;
                client.query(&statement, parameters).await
            }
            Self::PerTransaction => pooler::query(client, sql, parameters).await,
        }
    }

    /// Runs a statement in the same way for its effect; returns the number of affected rows.
    pub(crate) async fn execute_cached(
        self,
        client: &Object,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Error> {
        match self {
            Self::Own => {
                let statement = client.prepare_cached(sql).await?;
                client.execute(&statement, parameters).await
            }
            Self::PerTransaction => pooler::execute(client, sql, parameters).await,
        }
    }

    pub(crate) async fn query_in(
        self,
        transaction: &Transaction<'_>,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, Error> {
        match self {
            Self::Own => transaction.query(sql, parameters).await,
            Self::PerTransaction => {
                let typed = pooler::typed(parameters);
                transaction.query_typed(sql, &typed).await
            }
        }
    }

    pub(crate) async fn execute_in(
        self,
        transaction: &Transaction<'_>,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<u64, Error> {
        match self {
            Self::Own => transaction.execute(sql, parameters).await,
            Self::PerTransaction => {
                let typed = pooler::typed(parameters);
                transaction.execute_typed(sql, &typed).await
            }
        }
    }
}

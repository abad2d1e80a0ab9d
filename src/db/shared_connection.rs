//! One connection for jobs that are not urgent.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_postgres::Row;

use crate::db::connection::{Connector, DbConnection};
use crate::db::error::{Error, classify};
use crate::db::parameters::Parameters;

/// The limit of a statement: Postgres ends it earlier, unless its process or its host hangs.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(20);

/// A connection that jobs share, statement by statement: a session for each would cost Postgres memory
/// in every replica. Opened when it is first needed, and again after a failure. Clones share it.
#[derive(Clone)]
pub struct SharedConnection {
    connector: Connector,
    connection: Arc<Mutex<Option<DbConnection>>>,
}

impl SharedConnection {
    /// A connection that is not open yet.
    pub fn new(connector: Connector) -> Self {
        Self {
            connector,
            connection: Arc::default(),
        }
    }

    /// Runs a statement once those of others have ended. Closes the connection if the statement fails or
    /// takes too long, or if the caller stops waiting for it.
    pub async fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Error> {
        let mut shared = self.connection.lock().await;
        let connection = match shared.take() {
            Some(connection) => connection,
            None => self.connector.open("jobs").await?,
        };
        let rows = timeout(STATEMENT_TIMEOUT, connection.query(sql, parameters)).await;
        let rows = rows.map_err(|_| Error::Unavailable("the statement took too long".into()))?;
        let rows = rows.map_err(classify)?;
        *shared = Some(connection);
        Ok(rows)
    }
}

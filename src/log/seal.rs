//! Seals the log so that later changes to it can be proven.
//!
//! Every replica asks for the next seal at an interval, and the database lets one of them make
//! it (`sql/audit/checkpoint.sql`). The sealer has a connection of its own and takes no lock
//! that an append waits for. What compares seals is in [`crate::audit`].

use std::time::Duration;

use tokio::time::timeout;

use crate::db::error::classify;
use crate::db::{Connector, DbConnection, Error};
use crate::workers::Job;

/// Most events under one seal.
const MAX_EVENTS: i32 = 1000;
/// The limit for one seal before the connection is given up.
const SEAL_TIMEOUT: Duration = Duration::from_secs(20);
/// The range that was sealed, if there was something to seal.
const SEAL_NEXT: &str = "SELECT c.from_position, c.to_position FROM audit.checkpoint($1) AS c";

/// The job that seals.
pub struct Sealer {
    connector: Connector,
    connection: Option<DbConnection>,
}

impl Sealer {
    /// A sealer of the log at `connector`.
    pub fn new(connector: Connector) -> Self {
        Self {
            connector,
            connection: None,
        }
    }
}

impl Job for Sealer {
    const NAME: &'static str = "sealer";
    /// How long an event may wait for its seal.
    const INTERVAL: Duration = Duration::from_secs(5);
    type Error = Error;

    /// Seals until less than a full seal is left.
    async fn run(&mut self) -> Result<(), Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connector.open("sealer").await?,
        };
        loop {
            let sealed = timeout(SEAL_TIMEOUT, connection.query(SEAL_NEXT, &[&MAX_EVENTS])).await;
            let sealed = sealed.map_err(|_| Error::Unavailable("sealing took too long".into()))?;
            let rows = sealed.map_err(classify)?;
            let range = rows
                .first()
                .map(|row| (row.get("from_position"), row.get("to_position")));
            let is_full = |(from, to): (i64, i64)| to - from + 1 >= i64::from(MAX_EVENTS);
            if !range.is_some_and(is_full) {
                break;
            }
        }
        self.connection = Some(connection);
        Ok(())
    }
}

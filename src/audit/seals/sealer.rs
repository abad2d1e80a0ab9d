//! The job that seals new events.
//!
//! Every replica calls `audit.seal_log()` at an interval, and the database lets one of them make the
//! next seal. It takes no lock that an append waits for.

use std::time::Duration;

use crate::db::{Error, SharedConnection};
use crate::workers::Job;

/// The most events in one seal.
const MAX_EVENTS: i32 = 1000;
const SEAL_LOG: &str = "SELECT s.from_position, s.to_position FROM audit.seal_log($1) AS s";

/// Seals new events at an interval.
pub struct Sealer(SharedConnection);

impl Sealer {
    /// A sealer of the log behind `connection`.
    pub fn new(connection: SharedConnection) -> Self {
        Self(connection)
    }
}

impl Job for Sealer {
    const NAME: &'static str = "sealer";
    /// How long an event may wait for its seal.
    const INTERVAL: Duration = Duration::from_secs(5);
    type Error = Error;

    /// Seals until less than a full seal is left.
    async fn run(&mut self) -> Result<(), Error> {
        loop {
            let rows = self.0.query(SEAL_LOG, &[&MAX_EVENTS]).await?;
            let range = rows
                .first()
                .map(|row| (row.get("from_position"), row.get("to_position")));
            let is_full = |(from, to): (i64, i64)| to - from + 1 >= i64::from(MAX_EVENTS);
            if !range.is_some_and(is_full) {
                break;
            }
        }
        Ok(())
    }
}

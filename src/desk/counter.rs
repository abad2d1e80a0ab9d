//! The job that counts the log for the desk.
//!
//! Every replica calls `count_for_desk()` at an interval, and the database lets one of them count at a
//! time. It takes no lock that an append waits for.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::db::{Error, Pool, query};
use crate::workers::Job;

/// The most events in one statement.
const MAX_EVENTS: i32 = 5_000;

/// Counts new events at an interval.
pub struct LogCounter(Pool);

impl LogCounter {
    /// Counts the log behind `pool`.
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }
}

impl Job for LogCounter {
    const NAME: &'static str = "desk";
    /// Figures that are asked for are counted at once, so this only keeps the rest short.
    const INTERVAL: Duration = Duration::from_secs(5);
    type Error = Error;

    /// Counts to the end of the log, half of the time, unless another replica counts.
    async fn run(&mut self) -> Result<(), Error> {
        let sql = "SELECT public.count_for_desk($1, false) AS is_more";
        loop {
            let started = Instant::now();
            let row = query::first(&self.0, sql, &[&MAX_EVENTS]).await?;
            let is_more = row.map(|row| row.try_get("is_more")).transpose()?;
            if is_more != Some(true) {
                return Ok(());
            }
            sleep(started.elapsed()).await;
        }
    }
}

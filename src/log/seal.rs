//! Seals what was appended: makes the checkpoints of the tamper-evident log.
//!
//! Every replica asks for the next checkpoint now and then, and the database lets one of
//! them make it (`sql/audit/checkpoint.sql`). It has a connection of its own and takes no
//! lock that an append waits for.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use crate::db::error::{classify, describe};
use crate::db::{Connector, DbConnection, Error};
use crate::log::metrics::METRICS;

/// How long an event may wait for its seal, while all is well.
const INTERVAL: Duration = Duration::from_secs(5);
/// Events under one seal.
const MOST: i32 = 1000;
/// How long one checkpoint may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The task that seals.
pub struct Sealer {
    connector: Connector,
    link: Option<DbConnection>,
    /// What was said last: a failure that lasts is told once.
    complaint: String,
}

impl Sealer {
    /// A sealer of the log at `connector`.
    pub fn new(connector: Connector) -> Self {
        Self {
            connector,
            link: None,
            complaint: String::new(),
        }
    }

    /// Seals until told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            match stop.run_until_cancelled(self.seal_all()).await {
                Some(Err(error)) => self.log_once(&error),
                Some(Ok(())) => self.complaint.clear(),
                None => return,
            }
        }
    }

    fn log_once(&mut self, error: &Error) {
        self.link = None;
        METRICS.checkpoint_failures.increment(1);
        let complaint = match error {
            Error::Database(error) => describe(error),
            other => other.to_string(),
        };
        if complaint != self.complaint {
            tracing::error!(error = complaint, "the log could not be sealed");
            self.complaint = complaint;
        }
    }

    /// Makes checkpoints until there is less than a full one left.
    async fn seal_all(&mut self) -> Result<(), Error> {
        let link = match &mut self.link {
            Some(link) => link,
            none => none.insert(self.connector.open("sealer").await?),
        };
        loop {
            let next = timeout(PATIENCE, seal_next(link)).await;
            let next = next.map_err(|_| Error::Unavailable("sealing took too long".into()))??;
            let Some((from, to)) = next else {
                return Ok(());
            };
            if to - from + 1 < i64::from(MOST) {
                return Ok(());
            }
        }
    }
}

/// The range of the checkpoint that was made, if there was something to seal.
async fn seal_next(link: &DbConnection) -> Result<Option<(i64, i64)>, Error> {
    let sql = "SELECT c.from_position, c.to_position FROM audit.checkpoint($1) AS c";
    let rows = link.query(sql, &[&MOST]).await.map_err(classify)?;
    Ok(rows.first().map(|row| (row.get(0), row.get(1))))
}

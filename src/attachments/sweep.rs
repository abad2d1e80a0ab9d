//! Removes files that are no longer needed.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{Error, Storage};
use crate::db;
use crate::db::{Connector, DbConnection};

/// The interval between sweeps, and so the longest time that an erased user's files stay.
const INTERVAL: Duration = Duration::from_secs(10);
/// Files per transaction that are marked for removal.
const SETTLED_AT_ONCE: i32 = 100;
/// The next file to remove. Skips files that another replica is removing now.
const DOOMED: &str = "
    SELECT a.id, a.key
    FROM public.attachments AS a
    WHERE a.deleted_at IS NOT NULL
    ORDER BY a.deleted_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED";
const FORGET: &str = "DELETE FROM public.attachments AS a WHERE a.id = $1";

/// The task that removes files that were not posted within a day, and those of erased users.
pub struct Sweeper {
    connector: Connector,
    storage: Storage,
    link: Option<DbConnection>,
}

impl Sweeper {
    /// A sweeper of this storage.
    pub fn new(connector: Connector, storage: Storage) -> Self {
        Self {
            connector,
            storage,
            link: None,
        }
    }

    /// Sweeps until told to stop.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut has_failed = false;
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let Some(outcome) = stop.run_until_cancelled(self.sweep()).await else {
                return;
            };
            // Logs a lasting failure once.
            if let Err(error) = &outcome
                && !has_failed
            {
                tracing::warn!(%error, "unneeded files could not be removed");
            }
            has_failed = outcome.is_err();
        }
    }

    async fn sweep(&mut self) -> Result<(), Error> {
        let mut link = match self.link.take() {
            Some(link) => link,
            None => self.connector.open("attachments").await?,
        };
        let settle = "SELECT public.expire_unposted_attachments($1)";
        loop {
            let rows = link.query(settle, &[&SETTLED_AT_ONCE]).await;
            let rows = rows.map_err(db::Error::from)?;
            if !rows.first().is_some_and(|row| row.get(0)) {
                break;
            }
        }
        let mut removed = 0_u64;
        while self.remove_next(&mut link).await? {
            removed += 1;
        }
        if removed > 0 {
            tracing::info!(files = removed, "unneeded files were removed");
        }
        self.link = Some(link);
        Ok(())
    }

    /// Removes the bytes first and then the row, so that a failure is retried. One file per
    /// transaction, because the transaction waits for the storage. Returns whether there was one.
    async fn remove_next(&self, link: &mut DbConnection) -> Result<bool, Error> {
        let transaction = link.begin().await?;
        let Some(row) = transaction.first(DOOMED, &[]).await? else {
            return Ok(false);
        };
        let id: i64 = row.get(0);
        self.storage.remove(row.get(1)).await?;
        transaction.execute(FORGET, &[&id]).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

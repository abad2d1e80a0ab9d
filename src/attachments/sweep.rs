//! Removing files that nobody needs.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{Error, Storage};
use crate::db;
use crate::db::{Connector, DbConnection};

/// From one look to the next: how long the files of somebody who was erased may stay.
const INTERVAL: Duration = Duration::from_secs(10);
/// Files looked at in one go.
const SETTLED_AT_ONCE: i32 = 100;
/// The next file to remove. One that another replica is removing just now is passed over.
const DOOMED: &str = "
    SELECT a.id, a.key
    FROM public.attachments AS a
    WHERE a.doomed_at IS NOT NULL
    ORDER BY a.doomed_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED";
const FORGET: &str = "DELETE FROM public.attachments AS a WHERE a.id = $1";

/// The task that removes files: never posted within a day, or of somebody who was erased.
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
            // What lasts is said once.
            if let Err(error) = &outcome
                && !has_failed
            {
                tracing::warn!(%error, "files that nobody needs could not be removed");
            }
            has_failed = outcome.is_err();
        }
    }

    async fn sweep(&mut self) -> Result<(), Error> {
        let mut link = match self.link.take() {
            Some(link) => link,
            None => self.connector.open("attachments").await?,
        };
        let settle = "SELECT public.settle_attachments($1)";
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
            tracing::info!(files = removed, "files that nobody needs were removed");
        }
        self.link = Some(link);
        Ok(())
    }

    /// The bytes first, then the row: whatever fails is tried again. Whether there was a file.
    /// One file a transaction, which waits for the storage.
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

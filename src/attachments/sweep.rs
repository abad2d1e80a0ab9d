//! Removing files that nobody needs.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Error, Storage};
use crate::store::{self, Connector, Link};

/// From one look to the next: how long the files of somebody who was erased may stay.
const INTERVAL: Duration = Duration::from_secs(10);
/// Files looked at, or removed, in one go.
const MOST: i32 = 100;
/// Held by the one replica that sweeps.
const LOCK: &str = "SELECT pg_try_advisory_lock(hashtextextended('vestnik attachments', 0))";
const UNLOCK: &str = "SELECT pg_advisory_unlock(hashtextextended('vestnik attachments', 0))";

/// The task that removes files: never posted within a day, or of somebody who was erased.
pub struct Sweeper {
    connector: Connector,
    storage: Storage,
    link: Option<Link>,
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
        let link = match self.link.take() {
            Some(link) => link,
            None => self.connector.open("attachments").await?,
        };
        let row = link
            .query_one(LOCK, &[])
            .await
            .map_err(store::Error::from)?;
        if row.get::<_, bool>(0) {
            // Where that fails the connection goes, and the lock with it.
            self.sweep_alone(&link).await?;
            link.query_one(UNLOCK, &[])
                .await
                .map_err(store::Error::from)?;
        }
        self.link = Some(link);
        Ok(())
    }

    async fn sweep_alone(&self, link: &Link) -> Result<(), Error> {
        let settle = "SELECT public.settle_attachments($1)";
        loop {
            let row = link.query_one(settle, &[&MOST]).await;
            let has_more: bool = row.map_err(store::Error::from)?.get(0);
            if !has_more {
                break;
            }
        }
        while self.remove_some(link).await? {}
        Ok(())
    }

    /// The bytes first, then the row: whatever fails is tried again.
    async fn remove_some(&self, link: &Link) -> Result<bool, Error> {
        let doomed = "
            SELECT a.id, a.key
            FROM public.attachments AS a
            WHERE a.doomed_at IS NOT NULL
            ORDER BY a.doomed_at
            LIMIT $1";
        let rows = link.query(doomed, &[&i64::from(MOST)]).await;
        let rows = rows.map_err(store::Error::from)?;
        for row in &rows {
            let (id, key): (i64, Uuid) = (row.get(0), row.get(1));
            self.storage.remove(key).await?;
            let forget = "DELETE FROM public.attachments AS a WHERE a.id = $1";
            link.execute(forget, &[&id])
                .await
                .map_err(store::Error::from)?;
        }
        if !rows.is_empty() {
            tracing::info!(files = rows.len(), "files that nobody needs were removed");
        }
        Ok(rows.len() == usize::try_from(MOST).unwrap_or(usize::MAX))
    }
}

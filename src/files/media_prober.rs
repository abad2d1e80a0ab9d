//! Reads the durations and the dimensions of uploaded videos and sounds.

use std::time::Duration;

use tokio::time::timeout;
use uuid::Uuid;

use crate::db::SharedConnection;
use crate::db::query::Parameters;
use crate::files::error::Error;
use crate::files::media::{Media, StoredFile, probe};
use crate::files::storage::{self, Storage};
use crate::files::{postponement, table};
use crate::workers::Job;

const NEXT_UNPROBED: &str = include_str!("sql/next_unprobed.sql");
const SET_MEDIA: &str = include_str!("sql/set_media.sql");
const FORGO_MEDIA: &str = include_str!("sql/forgo_media.sql");

/// How long one file may take: less than it is taken for.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The job that probes videos and sounds, one after the other. Replicas share the files that wait. After trouble
/// with the storage a file is tried again later, by any replica.
pub struct MediaProber {
    connection: SharedConnection,
    storage: Storage,
}

impl MediaProber {
    /// Probes the files in a storage.
    pub fn new(connection: SharedConnection, storage: Storage) -> Self {
        Self {
            connection,
            storage,
        }
    }

    /// Probes the next file. Returns whether to go on at once.
    async fn probe_next(&self) -> Result<bool, Error> {
        let taken = self.connection.query(NEXT_UNPROBED, &[]).await?;
        let Some(row) = taken.first() else {
            return Ok(false);
        };
        let id: i64 = row.get("id");
        let media = match self.probe(row.get("key"), row.get("size")).await {
            Ok(media) => media,
            Err(error) => {
                postponement::postpone(&self.connection, id, &error).await?;
                return Ok(false);
            }
        };
        if media.duration_ms.is_none() && media.dimensions.is_none() {
            self.connection.query(FORGO_MEDIA, &[&id]).await?;
        } else {
            let (width, height) = table::dimensions(media.dimensions);
            let duration = media.duration_ms.map(table::number);
            let parameters: Parameters<'_> = &[&id, &width, &height, &duration];
            self.connection.query(SET_MEDIA, parameters).await?;
        }
        Ok(true)
    }

    /// What is found in the file.
    ///
    /// # Errors
    /// [`Error::Storage`], also if it is too slow.
    async fn probe(&self, key: Uuid, size: i64) -> Result<Media, Error> {
        let file = StoredFile {
            storage: self.storage.clone(),
            key,
        };
        let probed = timeout(TIMEOUT, probe(file, table::unsigned(size))).await;
        let found = probed.map_err(|_| storage::failure("it took too long".into()))??;
        Ok(found.unwrap_or_default())
    }
}

impl Job for MediaProber {
    const NAME: &'static str = "media_prober";
    /// How long a file may wait at an idle server.
    const INTERVAL: Duration = Duration::from_secs(1);
    type Error = Error;

    async fn run(&mut self) -> Result<(), Error> {
        while self.probe_next().await? {}
        Ok(())
    }
}

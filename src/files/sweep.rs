//! Removes files that are no longer needed, and the parts of finished uploads.

use std::time::Duration;

use uuid::Uuid;

use crate::db;
use crate::db::{Connector, DbConnection};
use crate::files::error::Error;
use crate::files::storage::Storage;
use crate::workers::Job;

/// Files checked by one statement.
const BATCH: i32 = 100;
const EXPIRE_UNPOSTED: &str = "SELECT public.expire_unposted_attachments($1) AS has_more";
const NEXT_DELETED_FILE: &str = include_str!("sql/next_deleted_file.sql");
const NEXT_NEEDLESS_PARTS: &str = include_str!("sql/next_needless_parts.sql");
const FORGET_PARTS: &str = "UPDATE public.uploads AS u SET parts = '{}' WHERE u.attachment_id = $1";
const FORGET_UPLOADS: &str = include_str!("sql/forget_uploads.sql");
const DELETE_ROW: &str = "DELETE FROM public.attachments AS a WHERE a.id = $1";

/// The job that removes files: those not posted within a day, and those of erased users.
pub struct Sweeper {
    connector: Connector,
    storage: Storage,
    connection: Option<DbConnection>,
}

impl Sweeper {
    /// A sweeper of this storage.
    pub fn new(connector: Connector, storage: Storage) -> Self {
        Self {
            connector,
            storage,
            connection: None,
        }
    }

    async fn sweep(&self, connection: &mut DbConnection) -> Result<(), Error> {
        loop {
            let rows = connection.query(EXPIRE_UNPOSTED, &[&BATCH]).await;
            let rows = rows.map_err(db::Error::from)?;
            let has_more = rows.first().is_some_and(|row| row.get("has_more"));
            if !has_more {
                break;
            }
        }
        let mut removed = 0_u64;
        while self.remove_next(connection).await? {
            removed += 1;
        }
        while self.remove_next_parts(connection).await? {}
        let forgotten = connection.query(FORGET_UPLOADS, &[]).await;
        forgotten.map_err(db::Error::from)?;
        if removed > 0 {
            tracing::info!(files = removed, "removed files that are no longer needed");
        }
        Ok(())
    }

    /// Removes the bytes first and then the row, so that a failure is retried. One file a
    /// transaction, which waits for the storage. Returns whether there was a file.
    async fn remove_next(&self, connection: &mut DbConnection) -> Result<bool, Error> {
        let transaction = connection.begin().await?;
        let Some(row) = transaction.first(NEXT_DELETED_FILE, &[]).await? else {
            return Ok(false);
        };
        let (id, key): (i64, Uuid) = (row.get("id"), row.get("key"));
        if row.get("has_parts") {
            self.storage.remove_parts(key).await?;
        }
        self.storage.remove(key).await?;
        transaction.execute(DELETE_ROW, &[&id]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Removes the parts of a finished upload. Returns whether there was one.
    async fn remove_next_parts(&self, connection: &mut DbConnection) -> Result<bool, Error> {
        let transaction = connection.begin().await?;
        let Some(row) = transaction.first(NEXT_NEEDLESS_PARTS, &[]).await? else {
            return Ok(false);
        };
        let id: i64 = row.get("id");
        self.storage.remove_parts(row.get("key")).await?;
        transaction.execute(FORGET_PARTS, &[&id]).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

impl Job for Sweeper {
    const NAME: &'static str = "attachment_sweeper";
    /// How long the files of an erased user may stay.
    const INTERVAL: Duration = Duration::from_secs(10);
    type Error = Error;

    async fn run(&mut self) -> Result<(), Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connector.open("attachments").await?,
        };
        self.sweep(&mut connection).await?;
        self.connection = Some(connection);
        Ok(())
    }
}

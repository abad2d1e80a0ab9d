//! Makes the previews of uploaded pictures.

use std::time::Duration;

use tokio_postgres::Row;
use uuid::Uuid;

use super::preview::{Preview, preview};
use crate::db::SharedConnection;
use crate::db::query::Parameters;
use crate::files::error::Error;
use crate::files::pictures::decoding::{Decoding, DecodingPermit};
use crate::files::storage::Object;
use crate::files::storage::Storage;
use crate::files::{postponement, table};
use crate::workers::Job;

const NEXT_WITHOUT_PREVIEW: &str = include_str!("../sql/next_without_preview.sql");
const SET_PREVIEW: &str = include_str!("../sql/set_preview.sql");
const FORGO_PREVIEW: &str = include_str!("../sql/forgo_preview.sql");

/// The job that makes previews, one after the other. Replicas share the pictures that wait.
///
/// The content of a picture alone decides that it has none. After trouble with the storage it is tried again
/// later, by any replica.
pub struct PreviewMaker {
    connection: SharedConnection,
    storage: Storage,
    decoding: Decoding,
    /// The owner of the picture that was taken last: that of the next one comes next, so that owners take turns.
    last_owner: i64,
}

/// A picture that was taken.
struct Taken {
    id: i64,
    key: Uuid,
    mime: String,
    /// In bytes.
    size: u64,
    pixels: u64,
}

impl PreviewMaker {
    /// Makes the previews of the pictures in a storage.
    pub fn new(connection: SharedConnection, storage: Storage, decoding: Decoding) -> Self {
        Self {
            connection,
            storage,
            decoding,
            last_owner: i64::MIN,
        }
    }

    /// Makes the next preview. Returns whether to go on at once.
    async fn make_next(&mut self) -> Result<bool, Error> {
        let Some(permit) = self.decoding.permit_for_preview().await else {
            return Ok(false);
        };
        let Some(picture) = self.next().await? else {
            return Ok(false);
        };
        match self.make(&permit, &picture).await {
            Ok(made) => {
                let size = table::number(made.bytes.len() as u64);
                let parameters: Parameters<'_> =
                    &[&picture.id, &made.mime, &size, &made.placeholder];
                self.connection.query(SET_PREVIEW, parameters).await?;
            }
            Err(Error::Picture(_)) => {
                self.connection.query(FORGO_PREVIEW, &[&picture.id]).await?;
            }
            Err(error) => {
                postponement::postpone(&self.connection, picture.id, &error).await?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes the oldest picture of the owner who comes next.
    async fn next(&mut self) -> Result<Option<Taken>, Error> {
        let mut row = self.next_after(self.last_owner).await?;
        if row.is_none() {
            row = self.next_after(i64::MIN).await?;
        }
        let Some(row) = row else {
            return Ok(None);
        };
        self.last_owner = row.get("owner_id");
        let side = |name| {
            let side: Option<i32> = row.get(name);
            u64::from(side.unwrap_or_default().unsigned_abs())
        };
        Ok(Some(Taken {
            id: row.get("id"),
            key: row.get("key"),
            mime: row.get("mime"),
            size: table::unsigned(row.get("size")),
            pixels: side("width") * side("height"),
        }))
    }

    async fn next_after(&self, owner: i64) -> Result<Option<Row>, Error> {
        let parameters: Parameters<'_> = &[&owner];
        let taken = self.connection.query(NEXT_WITHOUT_PREVIEW, parameters);
        Ok(taken.await?.pop())
    }

    /// Makes and stores a preview.
    ///
    /// # Errors
    /// [`Error::Picture`] if the picture cannot be decoded; all others say nothing of it.
    async fn make(&self, permit: &DecodingPermit, picture: &Taken) -> Result<Preview, Error> {
        let bytes = self.storage.read_all(picture.key, picture.size).await?;
        permit.charge(picture.size + picture.pixels);
        let mime = picture.mime.clone();
        let preview = permit.run(move || preview(&bytes, &mime)).await?;
        let object = Object::Preview(picture.key);
        self.storage.put(object, preview.bytes.clone()).await?;
        Ok(preview)
    }
}

impl Job for PreviewMaker {
    const NAME: &'static str = "preview_maker";
    /// How long a picture may wait at an idle server.
    const INTERVAL: Duration = Duration::from_secs(1);
    type Error = Error;

    async fn run(&mut self) -> Result<(), Error> {
        while self.make_next().await? {}
        Ok(())
    }
}

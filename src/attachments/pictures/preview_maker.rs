//! Makes the previews of uploaded pictures.

use std::time::Duration;

use uuid::Uuid;

use super::preview::{Preview, preview};
use super::{Decoding, DecodingPermit};
use crate::attachments::storage::Object;
use crate::attachments::{Error, Storage};
use crate::db::SharedConnection;
use crate::db::query::Parameters;
use crate::workers::Job;

const NEXT_WITHOUT_PREVIEW: &str = include_str!("../sql/next_without_preview.sql");
const SET_PREVIEW: &str = include_str!("../sql/set_preview.sql");
const FORGO_PREVIEW: &str = include_str!("../sql/forgo_preview.sql");

/// The job that makes previews, one after the other. Replicas share the pictures that wait.
pub struct PreviewMaker {
    connection: SharedConnection,
    storage: Storage,
    decoding: Decoding,
}

impl PreviewMaker {
    /// Makes the previews of the pictures in a storage.
    pub fn new(connection: SharedConnection, storage: Storage, decoding: Decoding) -> Self {
        Self {
            connection,
            storage,
            decoding,
        }
    }

    /// Makes the next preview. Returns whether a picture waited.
    async fn make_next(&self) -> Result<bool, Error> {
        let permit = self.decoding.permit_after_uploads().await;
        let taken = self.connection.query(NEXT_WITHOUT_PREVIEW, &[]).await?;
        let Some(row) = taken.first() else {
            return Ok(false);
        };
        let (id, key): (i64, Uuid) = (row.get("id"), row.get("key"));
        let made = self.make(&permit, key, row.get("mime")).await?;
        if let Some(made) = made {
            let size = i64::try_from(made.bytes.len()).unwrap_or(i64::MAX);
            let parameters: Parameters<'_> = &[&id, &made.mime, &size, &made.placeholder];
            self.connection.query(SET_PREVIEW, parameters).await?;
        } else {
            self.connection.query(FORGO_PREVIEW, &[&id]).await?;
        }
        Ok(true)
    }

    /// Makes and stores a preview; `None` if the picture cannot be decoded, or was removed: then it is a file.
    async fn make(
        &self,
        permit: &DecodingPermit,
        key: Uuid,
        mime: String,
    ) -> Result<Option<Preview>, Error> {
        let picture = match self.storage.read_whole(key).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            outcome => outcome?,
        };
        let Ok(preview) = permit.run(move || preview(&picture, &mime)).await else {
            return Ok(None);
        };
        let bytes = preview.bytes.clone();
        self.storage.put(Object::Preview(key), bytes).await?;
        Ok(Some(preview))
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

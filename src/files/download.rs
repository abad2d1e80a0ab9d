//! Reading stored files: who may see them, their bytes, and URLs at which clients read them themselves.

use std::ops::Range;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;

use super::table;
use crate::domain::AttachmentId;
use crate::files::error::Error;
use crate::files::reader::{FileReader, PictureReader};
use crate::files::service::Attachments;
use crate::files::storage::Object;
use crate::files::stored::Stored;

/// The content of a file, as it is read.
pub type Chunks = BoxStream<'static, Result<Bytes, object_store::Error>>;

/// What is stored of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoredPart {
    Content,
    Preview,
}

impl Attachments {
    /// A file that a user may see: their own, or one in a message that they may see.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn find(&self, reader: FileReader, id: AttachmentId) -> Result<Stored, Error> {
        let found = table::visible(&self.pool, self.realm, reader, id).await?;
        found.ok_or(Error::NotFound)
    }

    /// A file that is the picture of a chat or a user whom a reader may see.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn find_picture(
        &self,
        reader: PictureReader,
        id: AttachmentId,
    ) -> Result<Stored, Error> {
        let found = table::visible_picture(&self.pool, self.realm, reader, id).await?;
        found.ok_or(Error::NotFound)
    }

    /// Reads a range that lies within the file.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the file was removed meanwhile.
    pub async fn read(&self, stored: &Stored, range: Range<u64>) -> Result<Chunks, Error> {
        self.read_object(Object::Content(stored.key), range).await
    }

    /// Reads a range that lies within the file's preview.
    ///
    /// # Errors
    /// As [`Attachments::read`].
    pub async fn read_preview(&self, stored: &Stored, range: Range<u64>) -> Result<Chunks, Error> {
        self.read_object(Object::Preview(stored.key), range).await
    }

    /// A URL at which a client can read a file for some minutes, as this media type and with this
    /// `Content-Disposition`; `None` if clients cannot reach the storage.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn public_url(
        &self,
        stored: &Stored,
        part: StoredPart,
        mime: &str,
        disposition: &str,
    ) -> Result<Option<String>, Error> {
        let object = match part {
            StoredPart::Content => Object::Content(stored.key),
            StoredPart::Preview => Object::Preview(stored.key),
        };
        let parameters = [
            ("response-content-type", mime),
            ("response-content-disposition", disposition),
            ("response-cache-control", "private, no-cache"),
        ];
        let url = self.storage.signed_url(object, &parameters).await;
        Ok(url.transpose()?)
    }

    async fn read_object(&self, object: Object, range: Range<u64>) -> Result<Chunks, Error> {
        match self.storage.read(object, range).await {
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
            outcome => Ok(outcome?.boxed()),
        }
    }
}

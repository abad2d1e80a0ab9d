//! The bytes of files that an export reads and an import stores: without a request, a user and a quota.

use std::io;
use std::pin::pin;

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use uuid::Uuid;

use super::{media, media_type};
use crate::files::download::Chunks;
use crate::files::error::Error;
use crate::files::media::Media;
use crate::files::storage::Object;
use crate::files::storage::PartWriter;
use crate::files::storage::Storage;

/// What is stored of a file, by the key of the file.
#[derive(Debug, Clone, Copy)]
pub enum StoredBytes {
    Content(Uuid),
    Preview(Uuid),
}

impl StoredBytes {
    fn object(self) -> Object {
        match self {
            Self::Content(key) => Object::Content(key),
            Self::Preview(key) => Object::Preview(key),
        }
    }
}

impl Storage {
    /// Reads all of it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn open_stored(&self, stored: StoredBytes) -> Result<Chunks, Error> {
        // An empty range is all of it.
        match self.read(stored.object(), 0..0).await {
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
            outcome => Ok(outcome?.boxed()),
        }
    }

    /// Stores it, or replaces it. Nothing appears if the stream fails.
    ///
    /// # Errors
    /// [`Error::Interrupted`] if the stream fails.
    pub async fn store(
        &self,
        stored: StoredBytes,
        bytes: impl Stream<Item = io::Result<Bytes>>,
    ) -> Result<(), Error> {
        self.discard_unfinished(stored.object()).await?;
        let mut writer = PartWriter::new(self, stored.object());
        let outcome = write_all(&mut writer, bytes).await;
        if outcome.is_err() {
            writer.abort().await;
        }
        outcome
    }
}

async fn write_all(
    writer: &mut PartWriter<'_>,
    bytes: impl Stream<Item = io::Result<Bytes>>,
) -> Result<(), Error> {
    let mut bytes = pin!(bytes);
    while let Some(chunk) = bytes.next().await {
        let chunk = chunk.map_err(|_| Error::Interrupted)?;
        writer.write(&chunk).await?;
    }
    Ok(writer.finish().await?)
}

/// Whether a file that begins with `head` gets this media type when it is uploaded, so that no browser shows
/// it as a page. The tracks of a voice note have decided on its type, and a picture that could not be decoded
/// has none.
pub fn can_have_type(head: &[u8], mime: &str, is_voice: bool) -> bool {
    let head = &head[..head.len().min(media_type::INSPECTED_BYTES)];
    let found = media_type::mime(head);
    let is_sound = || {
        is_voice
            && media::is_media(found)
            && media::sound_type(found, Some(Media::default())) == Some(mime)
    };
    !media_type::is_refused(found) && ([found, media_type::UNKNOWN].contains(&mime) || is_sound())
}

/// Whether the preview of a file is to be made that has none.
pub fn awaits_preview(mime: &str) -> bool {
    super::pictures::is_picture(mime)
}

/// Whether the dimensions and the duration of a file are to be read.
pub fn awaits_probe(mime: &str) -> bool {
    media::is_media(mime)
}

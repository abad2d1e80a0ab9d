//! Receives a file part by part.

use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};
use object_store::MultipartUpload;
use tokio::time::{Instant, timeout, timeout_at};
use uuid::Uuid;

use super::storage::Object;
use super::{Error, MAX_SIZE, Storage, media_type};

/// Timeouts of the next bytes, and of the whole upload.
const NEXT: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_mins(15);

/// Stores the stream and returns its media type and size; deletes a partial upload on failure.
pub(super) async fn receive<E>(
    storage: &Storage,
    key: Uuid,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<(&'static str, u64), Error> {
    let mut bytes = pin!(bytes);
    let mut upload = Upload::new(storage, key);
    let deadline = Instant::now() + WHOLE;
    let outcome = loop {
        match timeout_at(deadline, timeout(NEXT, bytes.next())).await {
            Ok(Ok(Some(Ok(chunk)))) => {
                if let Err(error) = upload.take(&chunk).await {
                    break Err(error);
                }
            }
            Ok(Ok(None)) => break upload.finish().await,
            Ok(Ok(Some(Err(_))) | Err(_)) | Err(_) => break Err(Error::Interrupted),
        }
    };
    if outcome.is_err() {
        upload.abort().await;
    }
    outcome
}

/// Moves to a part of at most `size` bytes what fits into it; returns the rest.
pub(super) fn fill<'a>(part: &mut BytesMut, size: usize, bytes: &'a [u8]) -> &'a [u8] {
    let room = size - part.len();
    let (fits, beyond) = bytes.split_at(room.min(bytes.len()));
    part.extend_from_slice(fits);
    beyond
}

struct Upload<'a> {
    storage: &'a Storage,
    key: Uuid,
    /// Bytes that are not stored yet: less than a part.
    held: BytesMut,
    size: u64,
    mime: Option<&'static str>,
    /// Set if the file has more than one part.
    parts: Option<Box<dyn MultipartUpload>>,
}

impl<'a> Upload<'a> {
    fn new(storage: &'a Storage, key: Uuid) -> Self {
        Self {
            storage,
            key,
            held: BytesMut::new(),
            size: 0,
            mime: None,
            parts: None,
        }
    }

    async fn take(&mut self, chunk: &[u8]) -> Result<(), Error> {
        self.size += chunk.len() as u64;
        if self.size > MAX_SIZE {
            return Err(Error::TooLarge(MAX_SIZE));
        }
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = fill(&mut self.held, self.storage.part(), rest);
            if self.held.len() >= media_type::INSPECTED_BYTES {
                self.detect_type()?;
            }
            if self.held.len() == self.storage.part() {
                self.store_part().await?;
            }
        }
        Ok(())
    }

    fn detect_type(&mut self) -> Result<&'static str, Error> {
        if let Some(mime) = self.mime {
            return Ok(mime);
        }
        let seen = self.held.len().min(media_type::INSPECTED_BYTES);
        let mime = media_type::mime(&self.held[..seen]);
        if media_type::is_refused(mime) {
            return Err(Error::TypeRefused);
        }
        Ok(*self.mime.insert(mime))
    }

    async fn store_part(&mut self) -> Result<(), Error> {
        let parts = match &mut self.parts {
            Some(parts) => parts,
            none => none.insert(self.storage.begin(self.key).await?),
        };
        let part = std::mem::take(&mut self.held).freeze();
        Ok(parts.put_part(part.into()).await?)
    }

    async fn finish(&mut self) -> Result<(&'static str, u64), Error> {
        let mime = self.detect_type()?;
        if self.parts.is_none() {
            let whole = std::mem::take(&mut self.held);
            let object = Object::Content(self.key);
            self.storage.put(object, whole.freeze()).await?;
            return Ok((mime, self.size));
        }
        if !self.held.is_empty() {
            self.store_part().await?;
        }
        if let Some(parts) = &mut self.parts {
            parts.complete().await?;
        }
        Ok((mime, self.size))
    }

    async fn abort(&mut self) {
        if let Some(parts) = &mut self.parts
            && let Err(error) = parts.abort().await
        {
            tracing::warn!(%error, "parts of a failed upload could not be removed");
        }
    }
}

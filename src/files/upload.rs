//! Receives a file part by part.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, timeout, timeout_at};
use uuid::Uuid;

use super::media_type;
use crate::files::content::Content;
use crate::files::error::Error;
use crate::files::limits::MAX_SIZE;
use crate::files::storage::Object;
use crate::files::storage::PartWriter;
use crate::files::storage::Storage;

/// Timeouts of the next bytes, and of the whole upload.
const NEXT: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_mins(15);

/// Stores the stream and returns what it is; deletes a partial upload on failure.
pub(super) async fn receive<E>(
    storage: &Storage,
    key: Uuid,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Content, Error> {
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
        upload.writer.abort().await;
    }
    outcome
}

struct Upload<'a> {
    writer: PartWriter<'a>,
    /// The first bytes, until the type is detected.
    head: Vec<u8>,
    size: u64,
    hasher: Sha256,
    mime: Option<&'static str>,
}

impl<'a> Upload<'a> {
    fn new(storage: &'a Storage, key: Uuid) -> Self {
        Self {
            writer: PartWriter::new(storage, Object::Content(key)),
            head: Vec::new(),
            size: 0,
            hasher: Sha256::new(),
            mime: None,
        }
    }

    async fn take(&mut self, chunk: &[u8]) -> Result<(), Error> {
        self.size += chunk.len() as u64;
        if self.size > MAX_SIZE {
            return Err(Error::TooLarge(MAX_SIZE));
        }
        if self.mime.is_none() {
            let lacking = media_type::INSPECTED_BYTES - self.head.len();
            self.head
                .extend_from_slice(&chunk[..lacking.min(chunk.len())]);
            if self.head.len() == media_type::INSPECTED_BYTES {
                self.detect_type()?;
            }
        }
        self.hasher.update(chunk);
        Ok(self.writer.write(chunk).await?)
    }

    fn detect_type(&mut self) -> Result<&'static str, Error> {
        if let Some(mime) = self.mime {
            return Ok(mime);
        }
        let mime = media_type::mime(&self.head);
        if media_type::is_refused(mime) {
            return Err(Error::TypeRefused);
        }
        Ok(*self.mime.insert(mime))
    }

    async fn finish(&mut self) -> Result<Content, Error> {
        let mime = self.detect_type()?;
        self.writer.finish().await?;
        let sha256 = self.hasher.finalize_reset().into();
        Ok(Content::new(mime, self.size, sha256))
    }
}

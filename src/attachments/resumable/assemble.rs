//! Makes one file of the parts of an upload.

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use object_store::MultipartUpload;

use super::Upload;
use super::lease::{ASSEMBLING, Lease};
use crate::attachments::storage::Object;
use crate::attachments::{Content, Error, MAX_SIZE, media, media_type, pictures};
use crate::domain::Files;

/// Assembles and completes an upload of which all is received. Repeating it gives the same file.
pub(super) async fn assemble(lease: &Lease, upload: &Upload, files: Files) -> Result<(), Error> {
    lease.renew(ASSEMBLING).await?;
    let mut parts = Parts::of(lease, upload.length);
    let first = parts.next().await?.unwrap_or_default();
    let mime = checked_type(&first, upload, files)?;
    let content = if pictures::is_picture(mime) {
        picture(lease, upload, first, parts, mime).await?
    } else {
        store(lease, upload, first, parts).await?;
        Content::new(mime, upload.length)
    };
    let attachments = &lease.attachments;
    let content = if upload.is_voice {
        attachments.voice_note(upload.key, content).await?
    } else {
        content
    };
    attachments.complete(upload.id, upload.key, &content).await
}

/// The media type of a file that begins with `head`.
///
/// # Errors
/// [`Error::TypeRefused`], [`Error::NotAudio`], [`Error::PictureTooLarge`].
pub(super) fn checked_type(
    head: &[u8],
    upload: &Upload,
    files: Files,
) -> Result<&'static str, Error> {
    let inspected = head.len().min(media_type::INSPECTED_BYTES);
    let mime = media_type::mime(&head[..inspected]);
    if media_type::is_refused(mime) || !media_type::is_among(mime, files) {
        return Err(Error::TypeRefused);
    }
    if upload.is_voice && !media::is_media(mime) {
        return Err(Error::NotAudio);
    }
    if pictures::is_picture(mime) && upload.length > MAX_SIZE {
        return Err(Error::PictureTooLarge);
    }
    Ok(mime)
}

/// Reads the first bytes of a stored part.
pub(super) async fn read_part(lease: &Lease, number: usize, size: u64) -> Result<BytesMut, Error> {
    let object = lease.stored(number).ok_or(Error::UploadNotFound)?;
    let chunks = lease.attachments.storage.read(object, 0..size).await?;
    let mut chunks = std::pin::pin!(chunks);
    let mut part = BytesMut::with_capacity(usize::try_from(size).unwrap_or_default());
    while let Some(chunk) = chunks.next().await {
        part.extend_from_slice(&chunk?);
    }
    Ok(part)
}

/// Stores the file, cleaned. It is never stored as it was received: somebody could download that.
async fn picture(
    lease: &Lease,
    upload: &Upload,
    first: Bytes,
    mut parts: Parts<'_>,
    mime: &'static str,
) -> Result<Content, Error> {
    let attachments = &lease.attachments;
    let permit = attachments.decoding.permit_in_time().await;
    let _permit = permit.ok_or(Error::Busy)?;
    let mut whole = BytesMut::from(first);
    while let Some(part) = parts.next().await? {
        whole.extend_from_slice(&part);
    }
    attachments
        .store_picture(upload.key, whole.freeze(), mime)
        .await
}

/// Stores the file as it was received.
async fn store(
    lease: &Lease,
    upload: &Upload,
    first: Bytes,
    mut parts: Parts<'_>,
) -> Result<(), Error> {
    let storage = &lease.attachments.storage;
    if parts.is_at_end() {
        return Ok(storage.put(Object::Content(upload.key), first).await?);
    }
    storage.discard_unfinished(upload.key).await?;
    let mut target = storage.begin(upload.key).await?;
    let outcome = copy(&mut *target, first, &mut parts).await;
    if outcome.is_err()
        && let Err(error) = target.abort().await
    {
        tracing::warn!(%error, "parts of a failed upload could not be removed");
    }
    outcome
}

async fn copy(
    target: &mut dyn MultipartUpload,
    first: Bytes,
    parts: &mut Parts<'_>,
) -> Result<(), Error> {
    target.put_part(first.into()).await?;
    while let Some(part) = parts.next().await? {
        target.put_part(part.into()).await?;
    }
    target.complete().await?;
    Ok(())
}

/// Reads the parts in their order, one at a time.
struct Parts<'a> {
    lease: &'a Lease,
    next: usize,
    /// Bytes that are not read yet.
    rest: u64,
}

impl<'a> Parts<'a> {
    fn of(lease: &'a Lease, length: u64) -> Self {
        Self {
            lease,
            next: 0,
            rest: length,
        }
    }

    fn is_at_end(&self) -> bool {
        self.rest == 0
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        if self.is_at_end() {
            return Ok(None);
        }
        self.lease.keep(ASSEMBLING).await?;
        let size = self.rest.min(self.lease.part_size);
        let part = read_part(self.lease, self.next, size).await?;
        self.next += 1;
        self.rest -= size;
        Ok(Some(part.freeze()))
    }
}

//! Makes one file of the parts of an upload.

use std::ops::Range;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use object_store::MultipartUpload;
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::lease::{ASSEMBLING, Lease, RENEWAL};
use crate::domain::Files;
use crate::files::content::Content;
use crate::files::error::Error;
use crate::files::limits::MAX_SIZE;
use crate::files::location::Patches;
use crate::files::media::Ranges;
use crate::files::pictures::DecodingPermit;
use crate::files::resumable::upload::Upload;
use crate::files::storage::Object;
use crate::files::{location, media, media_type, pictures};

/// Assembles and completes an upload of which all is received. Repeating it gives the same file.
pub(super) async fn assemble(lease: &Lease, upload: &Upload, files: Files) -> Result<(), Error> {
    lease.renew(ASSEMBLING).await?;
    let mut parts = Parts::of(lease, upload.length);
    let first = parts.next().await?.unwrap_or_default();
    let mime = checked_type(&first, upload, files)?;
    let content = if pictures::is_picture(mime) {
        picture(lease, upload, first, parts, mime).await?
    } else {
        let patches = if location::may_have(mime) {
            let found = location::find(StoredParts(lease), upload.length, mime).await;
            match found {
                Err(Error::HiddenLocation) if upload.is_voice => {
                    return Err(Error::NotAudio);
                }
                found => found?,
            }
        } else {
            Patches::default()
        };
        let sha256 = store(lease, upload, first, parts, &patches).await?;
        Content::new(mime, upload.length, sha256)
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
    let mut chunks = pin!(chunks);
    let mut part = BytesMut::with_capacity(usize::try_from(size).unwrap_or_default());
    while let Some(chunk) = chunks.next().await {
        part.extend_from_slice(&chunk?);
    }
    Ok(part)
}

/// Stores the picture without its metadata. The received file is never stored, because it could be downloaded.
async fn picture(
    lease: &Lease,
    upload: &Upload,
    first: Bytes,
    mut parts: Parts<'_>,
    mime: &'static str,
) -> Result<Content, Error> {
    let attachments = &lease.attachments;
    let permit = decoding_permit(lease).await?;
    let mut whole = BytesMut::from(first);
    while let Some(part) = parts.next().await? {
        whole.extend_from_slice(&part);
    }
    attachments
        .store_picture(&permit, upload.key, whole.freeze(), mime)
        .await
}

/// Waits for a permit, and keeps the lease meanwhile.
async fn decoding_permit(lease: &Lease) -> Result<DecodingPermit, Error> {
    let mut permit = pin!(lease.attachments.decoding.permit(lease.person));
    loop {
        match timeout(RENEWAL, &mut permit).await {
            Ok(permit) => return permit,
            Err(_) => lease.renew(ASSEMBLING).await?,
        }
    }
}

/// Stores the file as it was received, but for what is overwritten. Returns the SHA-256 of what is stored.
async fn store(
    lease: &Lease,
    upload: &Upload,
    first: Bytes,
    mut parts: Parts<'_>,
    patches: &Patches,
) -> Result<[u8; 32], Error> {
    let storage = &lease.attachments.storage;
    if parts.is_at_end() {
        let whole = patched(first, 0, patches);
        let hasher = hashed(Sha256::new(), whole.clone()).await?;
        storage.put(Object::Content(upload.key), whole).await?;
        return Ok(hasher.finalize().into());
    }
    let object = Object::Content(upload.key);
    storage.discard_unfinished(object).await?;
    let mut target = storage.begin(object).await?;
    let outcome = copy(&mut *target, first, &mut parts, patches).await;
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
    patches: &Patches,
) -> Result<[u8; 32], Error> {
    let (mut next, mut at) = (Some(first), 0);
    let mut hasher = Sha256::new();
    while let Some(part) = next {
        let length = part.len() as u64;
        let part = patched(part, at, patches);
        hasher = hashed(hasher, part.clone()).await?;
        target.put_part(part.into()).await?;
        at += length;
        next = parts.next().await?;
    }
    target.complete().await?;
    Ok(hasher.finalize().into())
}

/// Adds a part to a hash on another thread, since a part takes milliseconds.
async fn hashed(mut hasher: Sha256, part: Bytes) -> Result<Sha256, Error> {
    let hashing = tokio::task::spawn_blocking(move || {
        hasher.update(&part);
        hasher
    });
    hashing.await.map_err(|_| Error::Interrupted)
}

/// A part that begins at `at`, with what is overwritten.
fn patched(part: Bytes, at: u64, patches: &Patches) -> Bytes {
    if patches.is_empty() {
        return part;
    }
    let mut part = BytesMut::from(part);
    patches.apply(at, &mut part);
    part.freeze()
}

/// The parts as one file.
struct StoredParts<'a>(&'a Lease);

impl Ranges for StoredParts<'_> {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, object_store::Error> {
        let Self(lease) = self;
        let mut read = BytesMut::new();
        let mut at = range.start;
        while at < range.end {
            let number = at / lease.part_size;
            let begin = number * lease.part_size;
            let end = range.end.min(begin + lease.part_size);
            let stored = usize::try_from(number)
                .ok()
                .and_then(|number| lease.stored(number));
            let Some(part) = stored else {
                break;
            };
            let storage = &lease.attachments.storage;
            read.extend(storage.read_range(part, at - begin..end - begin).await?);
            at = end;
        }
        Ok(read.freeze())
    }
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

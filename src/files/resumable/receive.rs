//! Receives the bytes of one request into parts.

use std::pin::pin;

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};

use super::assemble;
use super::lease::{Lease, RECEIVING};
use crate::domain::Files;
use crate::files::error::Error;
use crate::files::media_type;
use crate::files::resumable::upload::Upload;
use crate::files::storage::Object;
use crate::files::storage::fill;

/// Stores what arrives; returns how many bytes of the upload are stored then. What has arrived before
/// a failure is stored too.
pub(super) async fn receive<E>(
    lease: &Lease,
    upload: &Upload,
    files: Files,
    bytes: impl Stream<Item = Result<Bytes, E>>,
) -> Result<u64, Error> {
    let mut receiver = Receiver::resume(lease, upload, files).await?;
    let outcome = receiver.take_all(bytes).await;
    let is_kept = matches!(
        outcome,
        Ok(()) | Err(Error::Interrupted | Error::BeyondLength)
    );
    if is_kept && !receiver.is_stored() {
        receiver.store_part().await?;
    }
    outcome?;
    Ok(receiver.stored)
}

struct Receiver<'a> {
    lease: &'a Lease,
    files: Files,
    upload: &'a Upload,
    /// Stored bytes of the upload.
    stored: u64,
    /// The next part: bytes that the last request has stored of it, and those that arrived since.
    held: BytesMut,
    /// The bytes of `held` that are stored.
    held_stored: usize,
}

impl<'a> Receiver<'a> {
    /// Reads back a part that the last request left incomplete. So all parts but the last one have one
    /// size, and their number does not depend on how often the upload was cut.
    async fn resume(lease: &'a Lease, upload: &'a Upload, files: Files) -> Result<Self, Error> {
        let mut held = BytesMut::new();
        let incomplete = upload.received % lease.part_size;
        if incomplete > 0 && upload.received < upload.length {
            let part = part_at(lease, upload.received);
            held = assemble::read_part(lease, part, incomplete).await?;
        }
        Ok(Self {
            lease,
            files,
            upload,
            stored: upload.received,
            held_stored: held.len(),
            held,
        })
    }

    async fn take_all<E>(
        &mut self,
        bytes: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<(), Error> {
        let mut bytes = pin!(bytes);
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk.map_err(|_| Error::Interrupted)?;
            self.take(&chunk).await?;
        }
        Ok(())
    }

    async fn take(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let size = usize::try_from(self.lease.part_size).unwrap_or(usize::MAX);
        let mut rest = chunk;
        while !rest.is_empty() {
            if self.received() + rest.len() as u64 > self.upload.length {
                return Err(Error::BeyondLength);
            }
            rest = fill(&mut self.held, size, rest);
            if self.held.len() == size {
                self.store_part().await?;
            }
        }
        self.lease.keep(RECEIVING).await
    }

    /// Bytes that are stored or held.
    fn received(&self) -> u64 {
        self.stored + (self.held.len() - self.held_stored) as u64
    }

    fn is_stored(&self) -> bool {
        self.held.len() == self.held_stored
    }

    /// Stores the part as it is, under a new name, and then removes the shorter one.
    async fn store_part(&mut self) -> Result<(), Error> {
        let number = part_at(self.lease, self.stored);
        let received = self.received();
        if number == 0 {
            self.refuse_early(received)?;
        }
        let storage = &self.lease.attachments.storage;
        let (shorter, object) = (self.lease.stored(number), self.lease.own(number));
        self.held_stored = 0;
        let part = std::mem::take(&mut self.held).freeze();
        storage.put(object, part).await?;
        if let Err(error) = self.lease.register(number, received).await {
            remove(self.lease, object).await;
            return Err(error);
        }
        self.stored = received;
        if let Some(shorter) = shorter {
            remove(self.lease, shorter).await;
        }
        Ok(())
    }

    /// Refuses a file by its beginning, before all of it is uploaded.
    fn refuse_early(&self, received: u64) -> Result<(), Error> {
        if self.held.len() >= media_type::INSPECTED_BYTES || received == self.upload.length {
            assemble::checked_type(&self.held, self.upload, self.files)?;
        }
        Ok(())
    }
}

/// The number of the part to which the byte at an offset belongs.
fn part_at(lease: &Lease, offset: u64) -> usize {
    usize::try_from(offset / lease.part_size).unwrap_or(usize::MAX)
}

/// Removes a part that is not read any more. If that fails, it is removed with the others.
async fn remove(lease: &Lease, object: Object) {
    if let Err(error) = lease.attachments.storage.remove_object(object).await {
        tracing::warn!(%error, "a part of an upload could not be removed");
    }
}

//! Stores an object part by part.

use std::mem::take;

use bytes::BytesMut;
use object_store::{MultipartUpload, Result};

use crate::files::storage::object::Object;
use crate::files::storage::store::Storage;

/// An object that is being stored. At most one part of it is in memory, and it appears when it is complete.
pub(in crate::files) struct PartWriter<'a> {
    storage: &'a Storage,
    object: Object,
    /// Bytes that are not stored yet: less than a part.
    held: BytesMut,
    /// Set if the object has more than one part.
    parts: Option<Box<dyn MultipartUpload>>,
}

impl<'a> PartWriter<'a> {
    pub(in crate::files) fn new(storage: &'a Storage, object: Object) -> Self {
        Self {
            storage,
            object,
            held: BytesMut::new(),
            parts: None,
        }
    }

    pub(in crate::files) async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = fill(&mut self.held, self.storage.part(), rest);
            if self.held.len() == self.storage.part() {
                self.store_part().await?;
            }
        }
        Ok(())
    }

    async fn store_part(&mut self) -> Result<()> {
        let parts = match &mut self.parts {
            Some(parts) => parts,
            none => none.insert(self.storage.begin(self.object).await?),
        };
        parts.put_part(take(&mut self.held).freeze().into()).await
    }

    /// Completes the object.
    pub(in crate::files) async fn finish(&mut self) -> Result<()> {
        if self.parts.is_none() {
            let whole = take(&mut self.held).freeze();
            return self.storage.put(self.object, whole).await;
        }
        if !self.held.is_empty() {
            self.store_part().await?;
        }
        if let Some(parts) = &mut self.parts {
            parts.complete().await?;
        }
        Ok(())
    }

    /// Removes the parts of an object that is not complete.
    pub(in crate::files) async fn abort(&mut self) {
        if let Some(parts) = &mut self.parts
            && let Err(error) = parts.abort().await
        {
            tracing::warn!(%error, "parts of a failed upload could not be removed");
        }
    }
}

/// Moves to a part of at most `size` bytes what fits into it; returns the rest.
pub(in crate::files) fn fill<'a>(part: &mut BytesMut, size: usize, bytes: &'a [u8]) -> &'a [u8] {
    let room = size - part.len();
    let (fits, beyond) = bytes.split_at(room.min(bytes.len()));
    part.extend_from_slice(fits);
    beyond
}

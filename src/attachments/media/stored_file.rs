//! The container of a file that is in a storage.

use std::ops::Range;

use bytes::Bytes;
use uuid::Uuid;

use super::source::Ranges;
use crate::attachments::storage::{Object, Storage};

/// A file in a storage.
#[derive(Clone)]
pub(in crate::attachments) struct StoredFile {
    pub(in crate::attachments) storage: Storage,
    pub(in crate::attachments) key: Uuid,
}

impl Ranges for StoredFile {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, object_store::Error> {
        self.storage
            .read_range(Object::Content(self.key), range)
            .await
    }
}

//! The container of a file that is in a storage.

use std::ops::Range;

use bytes::Bytes;
use uuid::Uuid;

use super::source::Ranges;
use crate::files::storage::{Object, Storage};

/// A file in a storage.
#[derive(Clone)]
pub(in crate::files) struct StoredFile {
    pub(in crate::files) storage: Storage,
    pub(in crate::files) key: Uuid,
}

impl Ranges for StoredFile {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, object_store::Error> {
        self.storage
            .read_range(Object::Content(self.key), range)
            .await
    }
}

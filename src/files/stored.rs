//! What is known of a stored file.

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::Attachment;

/// A stored file.
pub struct Stored {
    pub file: Attachment,
    /// Of a picture, once it is made.
    pub preview: Option<Preview>,
    /// When the upload began.
    pub created_at: Timestamp,
    /// Its key in the storage.
    pub(super) key: Uuid,
}

/// The preview of a picture.
pub struct Preview {
    pub mime: String,
    /// In bytes.
    pub size: u64,
}

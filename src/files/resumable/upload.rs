//! What is known of a resumable upload.

use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::{AttachmentId, Files};
use crate::files::limits::{MAX_SIZE, MIB};
use crate::files::uploader::NewFile;

/// Largest file, in bytes.
pub const MAX_RESUMABLE_SIZE: u64 = 500 * MIB;

/// The largest file of a realm with these files, in bytes. Pictures are limited by [`MAX_SIZE`].
pub fn max_resumable_size(files: Files) -> u64 {
    match files {
        Files::All => MAX_RESUMABLE_SIZE,
        Files::Images => MAX_SIZE,
        Files::None => 0,
    }
}

/// A file that a client begins to upload.
pub struct NewUpload<'a> {
    pub file: NewFile<'a>,
    /// In bytes.
    pub length: u64,
    /// What the client said of the file.
    pub metadata: &'a str,
}

/// A resumable upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Of the upload, and of the file once it is complete.
    pub id: AttachmentId,
    /// In bytes.
    pub length: u64,
    /// Stored bytes.
    pub received: u64,
    /// What the client said of the file.
    pub metadata: String,
    pub expires_at: Timestamp,
    /// Whether the file is complete.
    pub is_finished: bool,
    pub(super) is_leased: bool,
    /// The file is to be a voice note.
    pub(super) is_voice: bool,
    /// Its key in the storage.
    pub(super) key: Uuid,
}

//! What was found in an upload.

use sha2::{Digest as _, Sha256};

use crate::files::media;

/// What was found in an upload.
pub(super) struct Content {
    pub(super) mime: &'static str,
    /// In bytes.
    pub(super) size: u64,
    /// SHA-256 of the bytes as they are stored.
    pub(super) sha256: [u8; 32],
    /// The same as they were sent, of a file that arrived in one request.
    pub(super) sent_sha256: [u8; 32],
    /// Width and height of a picture.
    pub(super) pixels: Option<(u32, u32)>,
    /// Of a voice note.
    pub(super) duration_ms: Option<u64>,
    /// Whether the prober is to read it.
    pub(super) awaits_probe: bool,
}

impl Content {
    /// A file of which no more is known.
    pub(super) fn new(mime: &'static str, size: u64, sha256: [u8; 32]) -> Self {
        Self {
            mime,
            size,
            sha256,
            sent_sha256: sha256,
            pixels: None,
            duration_ms: None,
            awaits_probe: media::is_media(mime),
        }
    }

    /// A file with these bytes, of which no more is known.
    pub(super) fn of(mime: &'static str, bytes: &[u8]) -> Self {
        Self::new(mime, bytes.len() as u64, Sha256::digest(bytes).into())
    }
}

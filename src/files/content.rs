//! What was found in an upload.

use crate::files::media;

/// What was found in an upload.
pub(super) struct Content {
    pub(super) mime: &'static str,
    /// In bytes.
    pub(super) size: u64,
    /// Width and height of a picture.
    pub(super) pixels: Option<(u32, u32)>,
    /// Of a voice note.
    pub(super) duration_ms: Option<u64>,
    /// Whether the prober is to read it.
    pub(super) awaits_probe: bool,
}

impl Content {
    /// A file of which no more is known.
    pub(super) fn new(mime: &'static str, size: u64) -> Self {
        Self {
            mime,
            size,
            pixels: None,
            duration_ms: None,
            awaits_probe: media::is_media(mime),
        }
    }
}

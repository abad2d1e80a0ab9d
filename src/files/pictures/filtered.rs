//! What is kept of the bytes of a picture.

/// A picture without its metadata.
#[derive(Debug, Default)]
pub(super) struct Filtered {
    pub(super) kept: Vec<u8>,
    /// Whether it could be read to its end. What is damaged, and what follows that, is not kept.
    pub(super) is_whole: bool,
    /// Whether only the end of a JPEG is missing after a scan, as of files of some cameras and messengers. It is
    /// added; whether the pixels are whole, a decoder knows.
    pub(super) lacks_end: bool,
    /// Scans of a JPEG.
    pub(super) scans: u64,
}

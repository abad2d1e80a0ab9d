//! What is kept of the bytes of a picture: what decoders need, and nothing that tells more. Nothing is decoded.

use image::ImageFormat;

use super::{gif, jpeg, png, webp};

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

/// Keeps what decoders need, and cuts what follows the end.
pub(super) fn filter(bytes: &[u8], format: ImageFormat) -> Filtered {
    let mut filtered = Filtered {
        kept: Vec::with_capacity(bytes.len()),
        ..Filtered::default()
    };
    let read = match format {
        ImageFormat::Jpeg => jpeg::copy(bytes, &mut filtered),
        ImageFormat::Png => png::copy(bytes, &mut filtered.kept),
        ImageFormat::WebP => webp::copy(bytes, &mut filtered.kept),
        _ => gif::copy(bytes, &mut filtered.kept),
    };
    filtered.is_whole = read.is_some();
    filtered
}

//! What is kept of the bytes of a picture: what decoders need, and nothing that tells more. Nothing is decoded.

use image::ImageFormat;

use super::filtered::Filtered;
use super::{gif, jpeg, png, webp};

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

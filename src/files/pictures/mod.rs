//! Pictures among the attachments: JPEG, PNG, WebP and GIF.
//!
//! An upload is cleaned before anybody can download it: what a camera notes besides the pixels
//! (location, time, device) is removed, and the orientation is applied. Then the [`PreviewMaker`] makes a
//! preview and a placeholder, outside of any request.
//!
//! # Bounds
//! Decoding takes four bytes of memory for each pixel, which a small file can make arbitrarily many.
//! So sizes are read from the header first, and [`Decoding`] limits how many pictures a replica
//! decodes at once, and lets people take turns.

mod clean;
mod decode;
mod decoding;
pub(super) mod error;
mod filter;
mod filtered;
mod gif;
mod jpeg;
mod limits;
mod png;
mod preview;
mod preview_maker;
mod webp;

pub(super) use clean::{clean, remains};
pub use decoding::Decoding;
pub(super) use decoding::DecodingPermit;
pub use error::PictureError;
pub use preview_maker::PreviewMaker;

/// Whether a media type is that of a picture which is cleaned and has a preview.
pub(super) fn is_picture(mime: &str) -> bool {
    decode::format(mime).is_some()
}

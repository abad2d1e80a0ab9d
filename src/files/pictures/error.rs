//! Why a picture is refused.

use super::limits::{MAX_PIXELS, MAX_SCANS};

/// Why a picture is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The content does not have the form of its type.
    #[error("the picture is damaged")]
    Malformed,
    /// More than 50 megapixels.
    #[error("a picture may have at most {} megapixels", MAX_PIXELS / 1_000_000)]
    TooManyPixels,
    /// A JPEG in so many parts that it takes long to decode.
    #[error(
        "a JPEG may have at most {} scans, and fewer if it is large",
        MAX_SCANS
    )]
    TooManyScans,
}

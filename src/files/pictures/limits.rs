//! How large pictures may be.

/// The most pixels of a picture. A decoder takes up to 4 bytes for each, and turning the picture as
/// much again.
pub(super) const MAX_PIXELS: u64 = 50_000_000;

/// Scans at most. A progressive JPEG has ten; each costs the decoder a pass over all pixels.
pub(super) const MAX_SCANS: u64 = 100;

//! Locations in files that are stored as they are: videos and HEIC pictures of phones.
//!
//! What tells a location is overwritten where it stands, so that nothing in the file moves: the offsets in its
//! index stay valid, and of a large file only these ranges change. It happens before the file can be
//! downloaded. The other metadata goes with it, since any of it may name a location.
//!
//! A file that is malformed, or of whose indexes too much would have to be read, is refused: it may tell what was
//! not found. Only behind the samples of a film that is too long to be walked through nothing is looked for,
//! unless its index names it.

mod heif;
mod movie;
mod patches;

pub(super) use patches::Patches;

use crate::files::error::Error;
use crate::files::media::{Ranges, Source, Stop};

/// Finds what tells a location in a file of this type and size.
///
/// # Errors
/// [`Error::HiddenLocation`], [`Error::Storage`].
pub(super) async fn find<R: Ranges + Sync>(
    ranges: R,
    size: u64,
    mime: &str,
) -> Result<Patches, Error> {
    let mut source = Source::thorough(ranges, size);
    let mut patches = Patches::default();
    let outcome = match mime {
        "image/heif" | "image/avif" => heif::find(&mut source, &mut patches).await,
        _ if is_movie(mime) => movie::find(&mut source, &mut patches).await,
        _ => Ok(()),
    };
    match outcome {
        Ok(()) => Ok(patches),
        Err(Stop::Storage(error)) => Err(error.into()),
        Err(Stop::Malformed | Stop::TooLong) => Err(Error::HiddenLocation),
    }
}

/// Whether files of this type may have a location that [`find`] finds.
pub(super) fn may_have(mime: &str) -> bool {
    matches!(mime, "image/heif" | "image/avif") || is_movie(mime)
}

/// Whether a media type is that of a tree of boxes (ISO/IEC 14496-12).
fn is_movie(mime: &str) -> bool {
    matches!(
        mime,
        "video/mp4" | "video/x-m4v" | "video/quicktime" | "video/3gpp" | "audio/m4a" | "audio/mp4"
    )
}

#[cfg(test)]
mod tests;

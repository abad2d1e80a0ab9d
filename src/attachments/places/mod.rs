//! Places in files that are stored as they are: videos of phones, HEIC and TIFF.
//!
//! What tells a place is overwritten where it stands, so that nothing in the file moves: the offsets in its
//! index stay valid, and of a large file only these ranges change. It happens before the file can be
//! downloaded. The other metadata goes with it, since any of it may name a place.
//!
//! A file that is malformed, or of whose indexes too much would have to be read, is refused: it may tell what was
//! not found. Only behind the samples of a film that is too long to be walked through nothing is looked for,
//! unless its index names it.

mod heif;
mod matroska;
mod movie;
mod tiff;

use std::ops::Range;

use super::Error;
use super::media::{Ranges, Source, Stop};

/// The most ranges that are overwritten, and their bytes.
const MAX_PATCHES: usize = 10_000;
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A range of a file that is overwritten: with these bytes first, then with one byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    range: Range<u64>,
    first: &'static [u8],
    then: u8,
}

/// The ranges of a file that are overwritten.
#[derive(Debug, Default)]
pub(super) struct Patches {
    patches: Vec<Patch>,
    /// All of them together.
    bytes: u64,
}

impl Patches {
    pub(super) fn is_empty(&self) -> bool {
        self.patches.is_empty()
    }

    /// Overwrites what a part of the file has of the ranges. It begins at `at`.
    pub(super) fn apply(&self, at: u64, part: &mut [u8]) {
        let end = at + part.len() as u64;
        for Patch { range, first, then } in &self.patches {
            let within = range.start.max(at)..range.end.min(end);
            if within.is_empty() {
                continue;
            }
            let place = |byte: u64| usize::try_from(byte - at).expect("it is within the part");
            part[place(within.start)..place(within.end)].fill(*then);
            for (byte, value) in (range.start..range.end).zip(*first) {
                if within.contains(&byte) {
                    part[place(byte)] = *value;
                }
            }
        }
    }

    /// Overwrites a range.
    fn add(&mut self, range: Range<u64>, first: &'static [u8], then: u8) -> Result<(), Stop> {
        self.bytes = self
            .bytes
            .saturating_add(range.end.saturating_sub(range.start));
        if self.patches.len() == MAX_PATCHES || self.bytes > MAX_BYTES {
            return Err(Stop::Malformed);
        }
        self.patches.push(Patch { range, first, then });
        Ok(())
    }
}

/// Finds what tells a place in a file of this type and size.
///
/// # Errors
/// [`Error::HiddenPlaces`], [`Error::Storage`].
pub(super) async fn find<R: Ranges + Sync>(
    ranges: R,
    size: u64,
    mime: &str,
) -> Result<Patches, Error> {
    let mut source = Source::thorough(ranges, size);
    let mut patches = Patches::default();
    let outcome = match mime {
        "image/heif" | "image/avif" => heif::find(&mut source, &mut patches).await,
        "image/tiff" | "image/x-canon-cr2" => tiff::find(&mut source, &mut patches).await,
        _ if is_movie(mime) => movie::find(&mut source, &mut patches).await,
        _ if is_matroska(mime) => matroska::find(&mut source, &mut patches).await,
        _ => Ok(()),
    };
    match outcome {
        Ok(()) => Ok(patches),
        Err(Stop::Storage(error)) => Err(error.into()),
        Err(Stop::Malformed | Stop::TooLong) => Err(Error::HiddenPlaces),
    }
}

/// Whether files of this type may have places that [`find`] finds.
pub(super) fn may_have(mime: &str) -> bool {
    matches!(
        mime,
        "image/heif" | "image/avif" | "image/tiff" | "image/x-canon-cr2"
    ) || is_movie(mime)
        || is_matroska(mime)
}

/// Whether a media type is that of a tree of boxes (ISO/IEC 14496-12).
fn is_movie(mime: &str) -> bool {
    matches!(
        mime,
        "video/mp4" | "video/x-m4v" | "video/quicktime" | "video/3gpp" | "audio/m4a" | "audio/mp4"
    )
}

/// Whether a media type is that of elements of EBML (RFC 9559).
fn is_matroska(mime: &str) -> bool {
    matches!(
        mime,
        "video/webm" | "video/x-matroska" | "audio/webm" | "audio/x-matroska"
    )
}

#[cfg(test)]
mod tests;

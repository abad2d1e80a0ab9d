//! Videos and sounds among the attachments: how long they are, and the sides of the picture.
//!
//! The [`MediaProber`] reads this from the containers, outside of any request. Nothing is decoded.
//!
//! # Bounds
//! Of a file at most 4 MiB are read, in at most 256 requests to the storage. Every step of a parser moves
//! forward, so hostile files end soon too.
//!
//! # Why parsers of our own
//! Libraries read a file from its beginning, or as a whole. Here a few ranges of a stored object are enough;
//! and recordings of browsers contain no duration, so that it has to be found at their end.

mod adts;
mod flac;
mod fragments;
mod mp3;
mod mp4;
mod ogg;
mod prober;
mod source;
#[cfg(test)]
mod tests;
mod wav;
mod waveform;
mod webm;

use bytes::Bytes;

pub(super) use mp4::{BoxAt, box_at, handler};
pub use prober::MediaProber;
pub(super) use prober::StoredFile;
pub(super) use source::{Ranges, Source, Stop};
pub(super) use waveform::waveform;
pub(super) use webm::{Element, SEGMENT, element, unsigned};

/// The longest duration that is believed: 100 days.
const MAX_DURATION_MS: u64 = 100 * 24 * 60 * 60 * 1_000;
/// The longest side that is believed, in pixels.
const MAX_SIDE: u64 = 65_535;

/// What is known of a video or a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Media {
    pub(super) duration_ms: Option<u64>,
    /// Width and height in pixels, as it is shown.
    pub(super) sides: Option<(u32, u32)>,
    /// Whether it has pictures besides sounds.
    pub(super) has_video: bool,
}

/// Whether a media type is that of a video or a sound.
pub(super) fn is_media(mime: &str) -> bool {
    mime.starts_with("video/") || mime.starts_with("audio/") || mime == "application/ogg"
}

/// Reads the container of a file of `size` bytes. `None` if it has none that is known, or is malformed.
pub(super) async fn probe<R: Ranges + Sync>(
    ranges: R,
    size: u64,
) -> Result<Option<Media>, object_store::Error> {
    let mut source = Source::new(ranges, size);
    match probe_source(&mut source).await {
        Ok(media) => Ok(Some(media)),
        Err(Stop::Malformed | Stop::TooLong) => Ok(None),
        Err(Stop::Storage(error)) => Err(error),
    }
}

async fn probe_source<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let head: Bytes = source.bytes(0, 12).await?;
    match &head[..] {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] | [_, _, _, _, b'm', b'o', b'o', b'v', ..] => {
            mp4::probe(source).await
        }
        [0x1a, 0x45, 0xdf, 0xa3, ..] => webm::probe(source).await,
        [b'O', b'g', b'g', b'S', ..] => ogg::probe(source).await,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E'] => wav::probe(source).await,
        [b'I', b'D', b'3', ..] | [0xff, ..] | [b'f', b'L', b'a', b'C', ..] => {
            probe_sound(source).await
        }
        _ => Err(Stop::Malformed),
    }
}

/// Reads a sound that may begin with tags: which one it is follows them.
async fn probe_sound<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let at = mp3::after_tags(source).await?;
    let head: [u8; 4] = source.array(at).await?;
    if &head == b"fLaC" {
        flac::probe(source, at).await
    } else if adts::is_frame(&head) {
        adts::probe(source, at).await
    } else {
        mp3::probe(source, at).await
    }
}

/// The media type of a file of which `found` is known, if it is a sound without pictures.
pub(super) fn sound_type(mime: &'static str, found: Option<Media>) -> Option<&'static str> {
    let Some(found) = found else {
        return Some(mime).filter(|mime| mime.starts_with("audio/"));
    };
    if found.has_video {
        return None;
    }
    Some(match mime {
        "video/webm" => "audio/webm",
        "video/x-matroska" => "audio/x-matroska",
        "application/ogg" | "video/ogg" => "audio/ogg",
        sound if sound.starts_with("audio/") => sound,
        _ => "audio/mp4",
    })
}

/// A number of units of time in milliseconds.
fn milliseconds(units: u64, units_a_second: u64) -> Option<u64> {
    let milliseconds = (u128::from(units) * 1_000).checked_div(u128::from(units_a_second))?;
    let milliseconds = u64::try_from(milliseconds).ok()?;
    (milliseconds <= MAX_DURATION_MS).then_some(milliseconds)
}

fn sides(width: u64, height: u64) -> Option<(u32, u32)> {
    let side = |side: u64| match side {
        1..=MAX_SIDE => u32::try_from(side).ok(),
        _ => None,
    };
    side(width).zip(side(height))
}

//! Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis.

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

/// The head of a page without its table of segments.
const HEAD: usize = 27;
/// The largest page: the last one begins within as many bytes at the end of the file.
const MAX_PAGE: u64 = 65_307;
/// Opus counts samples at this rate, whatever the recording's.
const OPUS_RATE: u64 = 48_000;

pub(super) async fn probe<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let first = source.up_to(0, MAX_PAGE).await?;
    let serial = serial(&first).ok_or(Stop::Malformed)?;
    // A film begins with its pictures.
    let Some((rate, skipped)) = sound(&first) else {
        return Ok(Media {
            has_video: true,
            ..Media::default()
        });
    };
    let tail = source.size().saturating_sub(MAX_PAGE);
    let tail = source.up_to(tail, MAX_PAGE).await?;
    let pages = (0..tail.len()).rev().map(|at| &tail[at..]);
    let mut own = pages.filter(|page| self::serial(page) == Some(serial));
    let samples = own.find_map(position);
    let samples = samples.map(|samples| samples.saturating_sub(skipped));
    Ok(Media {
        duration_ms: samples.and_then(|samples| milliseconds(samples, rate)),
        ..Media::default()
    })
}

/// The number of the stream that a page belongs to.
fn serial(page: &[u8]) -> Option<[u8; 4]> {
    page.strip_prefix(b"OggS\0")?;
    page.get(14..18)?.try_into().ok()
}

/// The samples up to the end of a page, if a packet ends on it.
fn position(page: &[u8]) -> Option<u64> {
    let position = page.get(6..14)?.try_into().ok().map(i64::from_le_bytes)?;
    u64::try_from(position).ok()
}

/// The rate of a sound, and the samples at its beginning that are not played, by its first page.
fn sound(page: &[u8]) -> Option<(u64, u64)> {
    let segments = usize::from(*page.get(HEAD - 1)?);
    let packet = page.get(HEAD + segments..)?;
    if packet.starts_with(b"OpusHead") {
        let skipped = u16::from_le_bytes(packet.get(10..12)?.try_into().ok()?);
        return Some((OPUS_RATE, u64::from(skipped)));
    }
    packet.strip_prefix(b"\x01vorbis")?;
    let rate = u32::from_le_bytes(packet.get(12..16)?.try_into().ok()?);
    Some((u64::from(rate), 0))
}

//! MP4, `QuickTime` and M4A (ISO/IEC 14496-12): a tree of boxes.

use super::box_at::{BoxAt, box_at};
use super::container::milliseconds;
use super::fragments;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

/// Finds a box among those of a range.
async fn child<R: Ranges + Sync>(
    source: &mut Source<R>,
    kind: &[u8; 4],
    mut at: u64,
    end: u64,
) -> Result<Option<BoxAt>, Stop> {
    while let Some(found) = box_at(source, at, end).await? {
        if found.kind == *kind {
            return Ok(Some(found));
        }
        at = found.end;
    }
    Ok(None)
}

pub(super) async fn probe<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let movie = child(source, b"moov", 0, source.size()).await?;
    let movie = movie.ok_or(Stop::Malformed)?;
    let mut media = Media::default();
    let (mut units_a_second, mut is_fragmented) = (0, false);
    let mut at = movie.body;
    while let Some(found) = box_at(source, at, movie.end).await? {
        match &found.kind {
            b"mvhd" => (media.duration_ms, units_a_second) = duration(source, &found).await?,
            b"trak" => add_track(source, &found, &mut media).await?,
            b"mvex" => is_fragmented = true,
            _ => {}
        }
        at = found.end;
    }
    if is_fragmented && media.duration_ms.is_none() {
        media.duration_ms = match fragments::duration(source, &movie, units_a_second).await {
            // What is known of the tracks stays.
            Err(Stop::Malformed | Stop::TooLong) => None,
            found => found?,
        };
    }
    Ok(media)
}

/// The duration in `mvhd`, and its units a second. A recording that was written while it ran has none.
async fn duration<R: Ranges + Sync>(
    source: &mut Source<R>,
    header: &BoxAt,
) -> Result<(Option<u64>, u32), Stop> {
    let at = header.body;
    let [version] = source.array(at).await?;
    let (scale_at, duration, unknown) = if version == 1 {
        let duration = u64::from_be_bytes(source.array(at + 24).await?);
        (at + 20, duration, u64::MAX)
    } else {
        let duration = u32::from_be_bytes(source.array(at + 16).await?);
        (at + 12, u64::from(duration), u64::from(u32::MAX))
    };
    let scale = u32::from_be_bytes(source.array(scale_at).await?);
    let is_known = duration > 0 && duration < unknown;
    let duration = milliseconds(duration, u64::from(scale)).filter(|_| is_known);
    Ok((duration, scale))
}

/// Adds the dimensions of a track with pictures.
async fn add_track<R: Ranges + Sync>(
    source: &mut Source<R>,
    track: &BoxAt,
    media: &mut Media,
) -> Result<(), Stop> {
    if handler(source, track).await? != Some(*b"vide") {
        return Ok(());
    }
    media.has_video = true;
    let header = child(source, b"tkhd", track.body, track.end).await?;
    if let Some(header) = header.filter(|_| media.dimensions.is_none()) {
        media.dimensions = dimensions(source, &header).await?;
    }
    Ok(())
}

/// What a track has: `vide`, `soun`, …
pub(in crate::files) async fn handler<R: Ranges + Sync>(
    source: &mut Source<R>,
    track: &BoxAt,
) -> Result<Option<[u8; 4]>, Stop> {
    let Some(media) = child(source, b"mdia", track.body, track.end).await? else {
        return Ok(None);
    };
    match child(source, b"hdlr", media.body, media.end).await? {
        Some(handler) => Ok(Some(source.array(handler.body + 8).await?)),
        None => Ok(None),
    }
}

/// Width and height as the track is shown: its matrix may turn it.
async fn dimensions<R: Ranges + Sync>(
    source: &mut Source<R>,
    header: &BoxAt,
) -> Result<Option<(u32, u32)>, Stop> {
    let [version] = source.array(header.body).await?;
    let matrix_at = header.body + if version == 1 { 52 } else { 40 };
    let matrix: [u8; 36] = source.array(matrix_at).await?;
    let is_zero = |number: usize| matrix[4 * number..4 * number + 4] == [0; 4];
    // (a b u / c d v / x y w): a quarter turn has no a and no d.
    let is_turned = is_zero(0) && is_zero(4) && !is_zero(1) && !is_zero(3);
    // Of 16.16 bits: the fraction is left out.
    let [a, b, _, _, c, d, _, _] = source.array(matrix_at + 36).await?;
    let width = u32::from(u16::from_be_bytes([a, b]));
    let height = u32::from(u16::from_be_bytes([c, d]));
    if width == 0 || height == 0 {
        return Ok(None);
    }
    Ok(Some(if is_turned {
        (height, width)
    } else {
        (width, height)
    }))
}

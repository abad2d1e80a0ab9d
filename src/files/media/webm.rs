//! `WebM` and Matroska (RFC 9559): elements of EBML (RFC 8794).

use super::container::{MAX_DURATION_MS, dimensions};
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

const EBML: u32 = 0x1A45_DFA3;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x2A_D7B1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const VIDEO: u32 = 0xE0;
const PIXEL_WIDTH: u32 = 0xB0;
const PIXEL_HEIGHT: u32 = 0xBA;
const CLUSTER: u32 = 0x1F43_B675;
const TIMESTAMP: u32 = 0xE7;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK_GROUP: u32 = 0xA0;
const BLOCK: u32 = 0xA1;

/// The longest head of an element: an id of 4 bytes, a length of 8.
const HEAD: u64 = 12;
/// Where the last cluster is looked for, at the end of a file without a duration.
const TAIL: u64 = 1024 * 1024;
/// The most offsets that are tried as the last cluster. More may be in a hostile file only, each read to its end.
const MAX_LAST_CLUSTERS: usize = 16;
/// Nanoseconds in a unit of time, unless the file has another number.
const DEFAULT_SCALE: u64 = 1_000_000;

/// The head of an element.
struct Head {
    id: u32,
    length: u64,
    /// Of its content; `None` if it goes on until the element around it ends.
    content: Option<u64>,
}

/// An element with the offsets of its content in the file.
struct Element {
    id: u32,
    body: u64,
    end: u64,
}

pub(super) async fn probe<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let header = element(source, 0, source.size()).await?;
    let segment = element(source, header.end, source.size()).await?;
    if header.id != EBML || segment.id != SEGMENT {
        return Err(Stop::Malformed);
    }
    let (mut media, mut time) = (Media::default(), Time::default());
    let mut at = segment.body;
    while at < segment.end {
        let found = element(source, at, segment.end).await?;
        match found.id {
            INFO => time = Time::read(source, &found).await?,
            TRACKS => add_tracks(source, &found, &mut media).await?,
            CLUSTER => break,
            _ => {}
        }
        at = found.end;
    }
    media.duration_ms = match time.duration {
        Some(duration) => time.milliseconds(duration),
        // A recording that was written while it ran.
        None => last_timestamp(source)
            .await?
            .and_then(|last| time.milliseconds(last)),
    };
    Ok(media)
}

/// Times of a file, in units of `scale` nanoseconds.
struct Time {
    scale: u64,
    duration: Option<f64>,
}

impl Default for Time {
    fn default() -> Self {
        Self {
            scale: DEFAULT_SCALE,
            duration: None,
        }
    }
}

impl Time {
    async fn read<R: Ranges + Sync>(source: &mut Source<R>, info: &Element) -> Result<Self, Stop> {
        let mut time = Self::default();
        let mut at = info.body;
        while at < info.end {
            let found = element(source, at, info.end).await?;
            match found.id {
                TIMESTAMP_SCALE => time.scale = unsigned(source, &found).await?,
                DURATION => time.duration = float(source, &found).await?,
                _ => {}
            }
            at = found.end;
        }
        Ok(time)
    }

    fn milliseconds(&self, units: f64) -> Option<u64> {
        let milliseconds = units * self.scale as f64 / 1e6;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked"
        )]
        (0.0..MAX_DURATION_MS as f64)
            .contains(&milliseconds)
            .then(|| milliseconds.round() as u64)
    }
}

async fn add_tracks<R: Ranges + Sync>(
    source: &mut Source<R>,
    tracks: &Element,
    media: &mut Media,
) -> Result<(), Stop> {
    let mut at = tracks.body;
    while at < tracks.end {
        let found = element(source, at, tracks.end).await?;
        match found.id {
            // What is in it follows.
            TRACK_ENTRY => at = found.body,
            VIDEO => {
                media.has_video = true;
                let dimensions = video_dimensions(source, &found).await?;
                media.dimensions = media.dimensions.or(dimensions);
                at = found.end;
            }
            _ => at = found.end,
        }
    }
    Ok(())
}

async fn video_dimensions<R: Ranges + Sync>(
    source: &mut Source<R>,
    video: &Element,
) -> Result<Option<(u32, u32)>, Stop> {
    let (mut width, mut height) = (0, 0);
    let mut at = video.body;
    while at < video.end {
        let found = element(source, at, video.end).await?;
        match found.id {
            PIXEL_WIDTH => width = unsigned(source, &found).await?,
            PIXEL_HEIGHT => height = unsigned(source, &found).await?,
            _ => {}
        }
        at = found.end;
    }
    Ok(dimensions(width, height))
}

/// The time of the last block, by the last cluster.
async fn last_timestamp<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Option<f64>, Stop> {
    let tail_at = source.size().saturating_sub(TAIL);
    let tail = source.up_to(tail_at, TAIL).await?;
    let id = CLUSTER.to_be_bytes();
    let offsets = tail.windows(id.len()).enumerate().rev();
    let offsets = offsets.filter(|(_, bytes)| *bytes == id);
    let clusters = offsets.map(|(at, _)| &tail[at..]);
    let last = clusters.take(MAX_LAST_CLUSTERS).find_map(last_block);
    #[expect(clippy::cast_precision_loss, reason = "far from 2^52 milliseconds")]
    Ok(last.map(|last| last as f64))
}

/// The time of the last block of a cluster. `None` if these bytes are none.
fn last_block(cluster: &[u8]) -> Option<u64> {
    let head = head(cluster)?;
    let rest = cluster.get(usize::try_from(head.length).ok()?..)?;
    let content = head.content.and_then(|length| usize::try_from(length).ok());
    let mut rest = &rest[..content.unwrap_or(rest.len()).min(rest.len())];
    let mut begin = None;
    let mut last = 0;
    while let Some(found) = self::head(rest) {
        let body = rest.get(usize::try_from(found.length).ok()?..)?;
        let content = found
            .content
            .and_then(|length| usize::try_from(length).ok());
        match found.id {
            TIMESTAMP => begin = Some(number(body.get(..content?)?)?),
            SIMPLE_BLOCK | BLOCK => last = last.max(block_time(body).unwrap_or_default()),
            _ => {}
        }
        rest = match (found.id, content) {
            // What is in it follows.
            (BLOCK_GROUP, _) => body,
            (_, Some(content)) => body.get(content..).unwrap_or_default(),
            (_, None) => &[],
        };
    }
    begin?.checked_add(last)
}

/// The time of a block, after that of its cluster.
fn block_time(block: &[u8]) -> Option<u64> {
    let track = usize::try_from(block.first()?.leading_zeros()).ok()? + 1;
    let time = i16::from_be_bytes([*block.get(track)?, *block.get(track + 1)?]);
    u64::try_from(time).ok()
}

/// The element at `at`. One that is longer than what it is in ends there.
async fn element<R: Ranges + Sync>(
    source: &mut Source<R>,
    at: u64,
    end: u64,
) -> Result<Element, Stop> {
    let bytes = source.up_to(at, HEAD).await?;
    let head = head(&bytes).ok_or(Stop::Malformed)?;
    let body = at + head.length;
    let content_end = head.content.and_then(|length| body.checked_add(length));
    if body > end {
        return Err(Stop::Malformed);
    }
    Ok(Element {
        id: head.id,
        body,
        end: content_end.unwrap_or(end).min(end),
    })
}

/// Reads the head of an element.
fn head(bytes: &[u8]) -> Option<Head> {
    let id_length = bytes.first()?.leading_zeros() as usize + 1;
    let id = bytes.get(..id_length).filter(|_| id_length <= 4)?;
    let id = number(id).and_then(|id| u32::try_from(id).ok())?;
    let first = *bytes.get(id_length)?;
    let length = first.leading_zeros() as usize + 1;
    let digits = bytes
        .get(id_length..id_length + length)
        .filter(|_| length <= 8)?;
    // Without the bit that marks the length.
    let all = u64::MAX >> (64 - 7 * length);
    let content = number(digits)? & all;
    Some(Head {
        id,
        length: (id_length + length) as u64,
        content: (content != all).then_some(content),
    })
}

/// A number of at most 8 bytes.
fn number(bytes: &[u8]) -> Option<u64> {
    let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    (bytes.len() <= 8).then(|| bytes.iter().fold(0, add))
}

/// The number in an element.
async fn unsigned<R: Ranges + Sync>(source: &mut Source<R>, found: &Element) -> Result<u64, Stop> {
    let bytes = content(source, found).await?;
    number(&bytes).ok_or(Stop::Malformed)
}

async fn float<R: Ranges + Sync>(
    source: &mut Source<R>,
    found: &Element,
) -> Result<Option<f64>, Stop> {
    let bytes = content(source, found).await?;
    let double = bytes[..].try_into().map(f64::from_be_bytes);
    let single = || bytes[..].try_into().map(f32::from_be_bytes).map(f64::from);
    Ok(double
        .or_else(|_| single())
        .ok()
        .filter(|value| *value > 0.0))
}

/// The content of a number.
async fn content<R: Ranges + Sync>(
    source: &mut Source<R>,
    found: &Element,
) -> Result<bytes::Bytes, Stop> {
    let length = found.end - found.body;
    if length > 8 {
        return Err(Stop::Malformed);
    }
    source.bytes(found.body, length).await
}

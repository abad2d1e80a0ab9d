//! WAV: RIFF chunks.

use std::ops::Range;

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::attachments::media::container::Media;

/// Formats of samples. The last one names another in its place.
const INTEGERS: u16 = 1;
const FLOATS: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;
/// The bytes of a part of the sound in which its peak is looked for: whole samples of 1 to 4 bytes.
const MAX_INSPECTED: u64 = 24 * 1024;

/// The chunks `fmt ` and `data`.
#[derive(Debug, Default)]
struct Sound {
    format: u16,
    bytes_a_second: u32,
    bits: u16,
    data: Range<u64>,
}

pub(super) async fn probe<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Media, Stop> {
    let sound = read(source).await?;
    let length = sound.data.end - sound.data.start;
    Ok(Media {
        duration_ms: milliseconds(length, u64::from(sound.bytes_a_second)),
        ..Media::default()
    })
}

async fn read<R: Ranges + Sync>(source: &mut Source<R>) -> Result<Sound, Stop> {
    // After `RIFF`, the length and `WAVE`.
    let mut at = 12;
    let mut sound = Sound::default();
    loop {
        let [a, b, c, d, length @ ..] = source.array::<8>(at).await?;
        let length = u64::from(u32::from_le_bytes(length));
        let body = at + 8;
        match &[a, b, c, d] {
            b"fmt " => {
                sound.bytes_a_second = u32::from_le_bytes(source.array(body + 8).await?);
                sound.format = u16::from_le_bytes(source.array(body).await?);
                sound.bits = u16::from_le_bytes(source.array(body + 14).await?);
                if sound.format == EXTENSIBLE {
                    sound.format = u16::from_le_bytes(source.array(body + 24).await?);
                }
            }
            b"data" => {
                // A recording that was written while it ran has no length, or the greatest.
                let rest = source.size() - body;
                let length = if length == 0 { rest } else { length.min(rest) };
                sound.data = body..body + length;
                return Ok(sound);
            }
            _ => {}
        }
        // Chunks begin at even places.
        at = body + length + length % 2;
    }
}

/// The peaks of so many equal parts, from 0 to 32,768; fewer of fewer samples. Of a long part the beginning counts.
pub(super) async fn peaks<R: Ranges + Sync>(
    source: &mut Source<R>,
    parts: u64,
) -> Result<Vec<u32>, Stop> {
    let Sound {
        format, bits, data, ..
    } = read(source).await?;
    let level = match (format, bits) {
        (INTEGERS, 8 | 16 | 24 | 32) => of_integer,
        (FLOATS, 32) => of_float,
        _ => return Err(Stop::Malformed),
    };
    let width = u64::from(bits / 8);
    let samples = (data.end - data.start) / width;
    let parts = parts.min(samples);
    let mut peaks = Vec::new();
    for part in 0..parts {
        let place = |part: u64| data.start + samples * part / parts * width;
        let length = (place(part + 1) - place(part)).min(MAX_INSPECTED);
        let bytes = source.bytes(place(part), length).await?;
        let levels = bytes.chunks_exact(usize::from(bits / 8)).map(level);
        peaks.push(levels.max().unwrap_or_default());
    }
    Ok(peaks)
}

fn of_integer(sample: &[u8]) -> u32 {
    match sample {
        // Without a sign.
        [byte] => u32::from(byte.abs_diff(128)) << 8,
        [.., low, high] => u32::from(i16::from_le_bytes([*low, *high]).unsigned_abs()),
        [] => 0,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is limited"
)]
fn of_float(sample: &[u8]) -> u32 {
    let sample = sample.first_chunk().copied().map(f32::from_le_bytes);
    (sample.unwrap_or_default().abs().min(1.0) * 32_768.0) as u32
}

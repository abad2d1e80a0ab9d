//! MP3: frames of MPEG audio, layer III.

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

/// Kilobits a second by the number in the header: of MPEG 1, and of MPEG 2 and 2.5.
const RATES_1: [u64; 15] = [
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
];
const RATES_2: [u64; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/// Samples a second of MPEG 1; MPEG 2 has half, MPEG 2.5 a quarter.
const SAMPLES: [u64; 3] = [44_100, 48_000, 32_000];

/// The header of a frame.
struct Frame {
    bits_a_second: u64,
    samples_a_second: u64,
    samples: u64,
    /// Where the table of a file with a variable rate is.
    table: u64,
}

/// Reads the file from its first frame on, which is at `at`.
pub(super) async fn probe<R: Ranges + Sync>(
    source: &mut Source<R>,
    at: u64,
) -> Result<Media, Stop> {
    let frame = frame(source.array(at).await?).ok_or(Stop::Malformed)?;
    let table: [u8; 12] = source.array(at + frame.table).await?;
    let [name @ .., _, _, _, _, _, _, _, _] = table;
    let frames = u32::from_be_bytes([table[8], table[9], table[10], table[11]]);
    let has_frames = matches!(&name, b"Xing" | b"Info") && table[7] & 1 == 1;
    let duration_ms = if has_frames {
        milliseconds(u64::from(frames) * frame.samples, frame.samples_a_second)
    } else {
        milliseconds((source.size() - at) * 8, frame.bits_a_second)
    };
    Ok(Media {
        duration_ms,
        ..Media::default()
    })
}

/// Where the sound begins, after tags before it (ID3).
pub(super) async fn after_tags<R: Ranges + Sync>(source: &mut Source<R>) -> Result<u64, Stop> {
    let head: [u8; 10] = source.array(0).await?;
    if !head.starts_with(b"ID3") {
        return Ok(0);
    }
    let digits = head[6..].iter();
    let length = digits.fold(0, |length, digit| length << 7 | u64::from(digit & 0x7f));
    Ok(10 + length)
}

fn frame([sync, version, rates, mode]: [u8; 4]) -> Option<Frame> {
    let is_frame = sync == 0xff && version & 0xe6 == 0xe2;
    let index = usize::from(rates >> 4);
    let base = *SAMPLES
        .get(usize::from(rates >> 2 & 3))
        .filter(|_| is_frame)?;
    let is_mono = mode >> 6 == 3;
    let (rates, samples_a_second, samples) = match version >> 3 & 3 {
        3 => (RATES_1, base, 1_152),
        2 => (RATES_2, base / 2, 576),
        0 => (RATES_2, base / 4, 576),
        _ => return None,
    };
    let side = match (samples, is_mono) {
        (1_152, false) => 32,
        (576, true) => 9,
        _ => 17,
    };
    Some(Frame {
        bits_a_second: *rates.get(index).filter(|rate| **rate > 0)? * 1_000,
        samples_a_second,
        samples,
        table: 4 + side,
    })
}

//! AAC in ADTS (ISO/IEC 13818-7, section 6.2): frames one after the other, and nothing that counts them.

use super::container::milliseconds;
use super::source::{Ranges, Source, Stop};
use crate::files::media::container::Media;

/// Samples a second by the number in the header.
const RATES: [u64; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];
/// In one block of a frame.
const SAMPLES: u64 = 1_024;
/// The header of a frame without its checksum.
const HEAD: u64 = 7;
/// Tags after the last frame are not longer.
const MAX_TAGS: u64 = 64 * 1024;

/// The header of a frame.
struct Frame {
    samples_a_second: u64,
    length: u64,
    samples: u64,
}

/// Whether these bytes begin a frame.
pub(super) fn is_frame(head: &[u8]) -> bool {
    matches!(head, [0xff, second, ..] if second & 0xf6 == 0xf0)
}

/// Reads all frames, the first of which is at `at`.
pub(super) async fn probe<R: Ranges + Sync>(
    source: &mut Source<R>,
    mut at: u64,
) -> Result<Media, Stop> {
    let mut milliseconds_of = None;
    let (mut rate, mut samples) = (0, 0_u64);
    while at + HEAD <= source.size() {
        let Some(frame) = frame(source.array(at).await?) else {
            // Tags may follow the last frame.
            break;
        };
        at += frame.length;
        if at > source.size() || (rate != 0 && rate != frame.samples_a_second) {
            break;
        }
        rate = frame.samples_a_second;
        samples += frame.samples;
        milliseconds_of = milliseconds(samples, rate);
    }
    if source.size().saturating_sub(at) > MAX_TAGS {
        return Err(Stop::Malformed);
    }
    Ok(Media {
        duration_ms: Some(milliseconds_of.ok_or(Stop::Malformed)?),
        ..Media::default()
    })
}

fn frame(head: [u8; 7]) -> Option<Frame> {
    let index = usize::from(head[2] >> 2 & 0xf);
    let length = u64::from(head[3] & 3) << 11 | u64::from(head[4]) << 3 | u64::from(head[5] >> 5);
    let blocks = u64::from(head[6] & 3) + 1;
    Some(Frame {
        samples_a_second: *RATES.get(index).filter(|_| is_frame(&head))?,
        length: Some(length).filter(|length| *length > HEAD)?,
        samples: blocks * SAMPLES,
    })
}

//! The segments of a JPEG (ITU-T T.81, annex B).
//!
//! Libraries keep what follows the first scan as it is. But cameras append whole pictures and films
//! after the end of a picture, with locations of their own.

use super::filtered::Filtered;
use super::limits::MAX_SCANS;

/// Pixels of all scans together: twenty scans of the largest picture.
const MAX_SCANNED_PIXELS: u64 = 1_000_000_000;

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;
/// A marker without a segment.
const TEMPORARY: u8 = 0x01;
const APPLICATION: std::ops::RangeInclusive<u8> = 0xE0..=0xEF;
/// JFIF: the density of pixels.
const APP0: u8 = 0xE0;
/// A part of the colour profile, if it begins with [`COLOUR_PROFILE`].
const APP2: u8 = 0xE2;
const COLOUR_PROFILE: &[u8] = b"ICC_PROFILE\0";
/// Adobe: how the colours are transformed.
const APP14: u8 = 0xEE;

/// The most scans of a picture of so many pixels.
pub(super) fn max_scans(pixels: u64) -> u64 {
    MAX_SCANS.min(MAX_SCANNED_PIXELS / pixels.max(1))
}

/// Keeps the segments that decoders need: tables, frames, scans, the colour profile. `None` without an end, which is
/// added if nothing else is missing.
pub(super) fn copy(bytes: &[u8], filtered: &mut Filtered) -> Option<()> {
    let start = [0xFF, START];
    let mut rest = bytes.strip_prefix(&start)?;
    filtered.kept.extend(start);
    loop {
        let Some(marker) = next_marker(rest) else {
            return end_after_scan(filtered);
        };
        rest = &rest[marker..];
        let marker = rest[1];
        match marker {
            END => {
                filtered.kept.extend([0xFF, END]);
                return Some(());
            }
            START => return end_after_scan(filtered),
            TEMPORARY => {
                rest = &rest[2..];
                continue;
            }
            _ => {}
        }
        let (segment, after) = split_segment(rest)?;
        if is_needed(marker, &segment[4..]) {
            filtered.kept.extend(segment);
        }
        rest = after;
        if marker == SCAN {
            filtered.scans += 1;
            let end = next_marker(rest).unwrap_or(rest.len());
            filtered.kept.extend(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// Adds the end that is missing after a scan.
fn end_after_scan(filtered: &mut Filtered) -> Option<()> {
    if filtered.scans > 0 {
        filtered.lacks_end = true;
        filtered.kept.extend([0xFF, END]);
    }
    None
}

/// Where the next marker begins. In a scan 0xFF is followed by a zero, by a restart marker, which
/// belongs to the scan, or by another 0xFF, which fills.
fn next_marker(bytes: &[u8]) -> Option<usize> {
    let mut pairs = bytes.windows(2);
    pairs.position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7))
}

/// The segment at the start, with its marker, and what follows it.
fn split_segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]));
    bytes.split_at_checked(2 + length).filter(|_| length >= 2)
}

fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        COMMENT => false,
        APP0 | APP14 => true,
        APP2 => content.starts_with(COLOUR_PROFILE),
        _ => !APPLICATION.contains(&marker),
    }
}

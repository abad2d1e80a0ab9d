//! The chunks of a PNG.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that show its pixels (PNG 3, section 11), the animated ones included. All others are removed:
/// texts, times, EXIF.
const NEEDED: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Keeps the chunks that are needed; `None` without an end.
pub(super) fn copy(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    kept.extend(SIGNATURE);
    loop {
        let (length, after) = rest.split_first_chunk()?;
        let kind: &[u8; 4] = after.first_chunk()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        // With the length, the kind and the checksum.
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        if NEEDED.contains(&kind) {
            kept.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(());
        }
        rest = after;
    }
}

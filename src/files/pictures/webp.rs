//! The chunks of a WebP (RFC 9649).

/// Chunks that show its pixels, the animated ones included. All others are removed: EXIF, XMP, unknown ones.
const NEEDED: &[&[u8; 4]] = &[
    b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];
/// Before the first chunk: `RIFF`, the length of what follows it, `WEBP`.
const HEAD: usize = 12;
/// In the first byte of `VP8X`: the picture has EXIF or XMP.
const METADATA: u8 = 0b1100;

/// Keeps the chunks that are needed; `None` if the last one is cut.
pub(super) fn copy(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let length = length(head.strip_prefix(b"RIFF")?)?.checked_sub(4)?;
    if !head.ends_with(b"WEBP") {
        return None;
    }
    kept.extend(head);
    let read = copy_chunks(&rest[..length.min(rest.len())], kept);
    let kept_length = u32::try_from(kept.len() - 8).ok()?;
    kept[4..8].copy_from_slice(&kept_length.to_le_bytes());
    read.filter(|()| length <= rest.len())
}

fn copy_chunks(mut rest: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    while !rest.is_empty() {
        let (kind, after) = rest.split_first_chunk()?;
        let end = length(after)?.checked_add(8)?;
        let mut chunk = rest.get(..end)?.to_vec();
        if kind == b"VP8X" {
            *chunk.get_mut(8)? &= !METADATA;
        }
        if NEEDED.contains(&kind) {
            // A chunk begins at an even offset.
            chunk.resize(end + end % 2, 0);
            kept.extend(chunk);
        }
        rest = rest.get(end + end % 2..).unwrap_or_default();
    }
    Some(())
}

fn length(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?);
    usize::try_from(length).ok()
}

//! The boxes of an MP4 (ISO/IEC 14496-12).

use super::source::{Ranges, Source, Stop};

/// A box with its offsets in the file.
#[derive(Debug, Clone, Copy)]
pub(in crate::files) struct BoxAt {
    pub(in crate::files) kind: [u8; 4],
    pub(in crate::files) start: u64,
    /// Where its content begins and ends.
    pub(in crate::files) body: u64,
    pub(in crate::files) end: u64,
}

/// The box at `at`, of those that end at `end`; `None` at the end. A box that is longer than what it is in
/// ends there.
pub(in crate::files) async fn box_at<R: Ranges + Sync>(
    source: &mut Source<R>,
    at: u64,
    end: u64,
) -> Result<Option<BoxAt>, Stop> {
    if at.saturating_add(8) > end {
        return Ok(None);
    }
    let head: [u8; 8] = source.array(at).await?;
    let [a, b, c, d, kind @ ..] = head;
    let (body, length) = match u32::from_be_bytes([a, b, c, d]) {
        0 => (at + 8, end - at),
        1 => (at + 16, u64::from_be_bytes(source.array(at + 8).await?)),
        length => (at + 8, u64::from(length)),
    };
    let box_end = at.saturating_add(length).min(end);
    if box_end < body {
        return Err(Stop::Malformed);
    }
    Ok(Some(BoxAt {
        kind,
        start: at,
        body,
        end: box_end,
    }))
}

//! The ranges of a file that are overwritten.

use std::ops::Range;

use crate::files::media::Stop;

/// The most ranges that are overwritten, and their bytes.
const MAX_PATCHES: usize = 10_000;
pub(super) const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A range of a file that is overwritten: with these bytes first, then with one byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) range: Range<u64>,
    first: &'static [u8],
    then: u8,
}

/// The ranges of a file that are overwritten.
#[derive(Debug, Default)]
pub(in crate::files) struct Patches {
    pub(super) patches: Vec<Patch>,
    /// All of them together.
    bytes: u64,
}

impl Patches {
    pub(in crate::files) fn is_empty(&self) -> bool {
        self.patches.is_empty()
    }

    /// Overwrites what a part of the file has of the ranges. It begins at `at`.
    pub(in crate::files) fn apply(&self, at: u64, part: &mut [u8]) {
        let end = at + part.len() as u64;
        for Patch { range, first, then } in &self.patches {
            let within = range.start.max(at)..range.end.min(end);
            if within.is_empty() {
                continue;
            }
            let offset = |byte: u64| usize::try_from(byte - at).expect("it is within the part");
            part[offset(within.start)..offset(within.end)].fill(*then);
            for (byte, value) in (range.start..range.end).zip(*first) {
                if within.contains(&byte) {
                    part[offset(byte)] = *value;
                }
            }
        }
    }

    /// Overwrites a range.
    pub(super) fn add(
        &mut self,
        range: Range<u64>,
        first: &'static [u8],
        then: u8,
    ) -> Result<(), Stop> {
        self.bytes = self
            .bytes
            .saturating_add(range.end.saturating_sub(range.start));
        if self.patches.len() == MAX_PATCHES || self.bytes > MAX_BYTES {
            return Err(Stop::Malformed);
        }
        self.patches.push(Patch { range, first, then });
        Ok(())
    }
}

//! A stored file that is read here and there, within a budget.

use std::ops::Range;

use bytes::Bytes;

use crate::files::storage;

/// The bytes that one request to the storage reads at least.
const WINDOW: u64 = 16 * 1024;
/// The bytes that are read of one file at most, and so the requests: 256.
const BUDGET: u64 = 4 * 1024 * 1024;
/// The same if nothing may be overlooked: of a file of 25 MiB all may be read. That takes 512 requests at most.
const THOROUGH_WINDOW: u64 = 64 * 1024;
const THOROUGH_BUDGET: u64 = 32 * 1024 * 1024;

/// Where the bytes of a file come from.
pub(in crate::files) trait Ranges {
    /// Reads a range that lies within the file.
    fn read(
        &self,
        range: Range<u64>,
    ) -> impl Future<Output = Result<Bytes, object_store::Error>> + Send;
}

/// Why no more of a file is read.
#[derive(Debug, thiserror::Error)]
pub(in crate::files) enum Stop {
    /// It is not what it seems to be.
    #[error("the file is malformed")]
    Malformed,
    /// Too much of it would have to be read.
    #[error("the file is too long")]
    TooLong,
    /// The storage.
    #[error(transparent)]
    Storage(#[from] object_store::Error),
}

/// A file with the part of it that was read last.
pub(in crate::files) struct Source<R> {
    ranges: R,
    size: u64,
    window: Bytes,
    /// Where the window begins.
    window_at: u64,
    /// The bytes that one request reads at least.
    least: u64,
    /// Bytes that may still be read.
    budget: u64,
}

impl<R: Ranges + Sync> Source<R> {
    /// A file of `size` bytes.
    pub(in crate::files) fn new(ranges: R, size: u64) -> Self {
        Self {
            ranges,
            size,
            window: Bytes::new(),
            window_at: 0,
            least: WINDOW,
            budget: BUDGET,
        }
    }

    /// A file of which more is read.
    pub(in crate::files) fn thorough(ranges: R, size: u64) -> Self {
        Self {
            least: THOROUGH_WINDOW,
            budget: THOROUGH_BUDGET,
            ..Self::new(ranges, size)
        }
    }

    /// In bytes.
    pub(in crate::files) fn size(&self) -> u64 {
        self.size
    }

    /// The `length` bytes from `at` on.
    ///
    /// # Errors
    /// `Malformed` if they are not in the file; `TooLong` beyond the budget.
    pub(in crate::files) async fn bytes(&mut self, at: u64, length: u64) -> Result<Bytes, Stop> {
        let end = at.checked_add(length).filter(|end| *end <= self.size);
        let end = end.ok_or(Stop::Malformed)?;
        let window_end = self.window_at + self.window.len() as u64;
        if at < self.window_at || end > window_end {
            self.load(at, length).await?;
        }
        let offset = |at: u64| usize::try_from(at - self.window_at).map_err(|_| Stop::Malformed);
        Ok(self.window.slice(offset(at)?..offset(end)?))
    }

    /// At most `length` bytes from `at` on: fewer at the end of the file.
    pub(super) async fn up_to(&mut self, at: u64, length: u64) -> Result<Bytes, Stop> {
        let rest = self.size.checked_sub(at).ok_or(Stop::Malformed)?;
        self.bytes(at, length.min(rest)).await
    }

    pub(in crate::files) async fn array<const N: usize>(
        &mut self,
        at: u64,
    ) -> Result<[u8; N], Stop> {
        let bytes = self.bytes(at, N as u64).await?;
        bytes[..].try_into().map_err(|_| Stop::Malformed)
    }

    async fn load(&mut self, at: u64, length: u64) -> Result<(), Stop> {
        let length = length.max(self.least).min(self.size - at);
        self.budget = self.budget.checked_sub(length).ok_or(Stop::TooLong)?;
        let read = self.ranges.read(at..at + length).await?;
        if read.len() as u64 != length {
            let reason = format!("{} bytes were read of {length}", read.len());
            return Err(storage::failure(reason).into());
        }
        self.window = read;
        self.window_at = at;
        Ok(())
    }
}

#[cfg(test)]
impl Ranges for Bytes {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, object_store::Error> {
        let offset = |at: u64| usize::try_from(at).expect("in memory");
        Ok(self.slice(offset(range.start)..offset(range.end)))
    }
}

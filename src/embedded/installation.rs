//! The programs of one Postgres on this machine.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// The supported major versions.
pub(super) const SUPPORTED: RangeInclusive<u32> = 15..=18;

/// The programs of one Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The directory that holds `postgres` and `initdb`.
    pub bin: PathBuf,
    /// The major version: 15, 16 …
    pub major: u32,
}

impl fmt::Display for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} in {}", self.major, self.bin.display())
    }
}

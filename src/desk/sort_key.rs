//! Sort keys of lists that are ordered by time.

/// The sort key of an entry in a list that is ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// Microseconds since 1970.
    pub at: i64,
    /// Of what happened at that time.
    pub id: i64,
}

impl SortKey {
    /// Before all events: the year 1.
    pub const FIRST: Self = Self {
        at: -62_135_596_800_000_000,
        id: 0,
    };
    /// After all events: the year 9999.
    pub const LAST: Self = Self {
        at: 253_370_764_800_000_000,
        id: i64::MAX,
    };

    /// The nearest time that Postgres can compare.
    pub(super) fn time(self) -> i64 {
        self.at.clamp(Self::FIRST.at, Self::LAST.at)
    }
}

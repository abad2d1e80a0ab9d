//! What a verification found.

use super::finding::Findings;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    pub findings: Findings,
    /// The position of the last event.
    pub head: i64,
    /// The end of the last seal.
    pub sealed_to: i64,
    /// How many of the given seals are those in the database.
    pub matching_seals: usize,
}

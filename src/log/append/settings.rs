//! Settings of the writer.

use crate::domain::PersonalLimits;

/// Sizes of the writer, and the limits it enforces.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// The most events in one transaction.
    pub batch_max: usize,
    /// The most waiting events; further ones are refused with [`crate::db::Error::Overloaded`].
    pub queue_max: usize,
    /// Limits per user; none by default.
    pub limits: PersonalLimits,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self {
            batch_max: 512,
            queue_max: 8_192,
            limits: PersonalLimits::NONE,
        }
    }
}

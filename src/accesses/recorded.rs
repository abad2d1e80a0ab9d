//! The proof that an access was recorded.

/// Proof that what others wrote may be shown: the access is in the log, or it shows nothing of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded(());

impl Recorded {
    /// For an access that was recorded.
    pub(super) const fn new() -> Self {
        Self(())
    }

    /// For queries that show a non-member nothing but that something exists, or what the caller has just written, and
    /// for webhooks, which the operator sets up.
    pub const fn unneeded() -> Self {
        Self(())
    }
}

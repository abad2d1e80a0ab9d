//! Vestnik.
pub mod embedded;

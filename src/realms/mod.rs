//! The applications, a folder each. A realm translates its wire contract into commands
//! and queries of [`crate::chat`], and events into its own frames. Realms never see each
//! other, the store, or SQL.

pub mod campus;
pub mod school;

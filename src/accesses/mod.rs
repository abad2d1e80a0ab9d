//! The record of accesses to chats by readers who are not members: admins who observe, moderators, API keys.
//!
//! # Guarantees
//! A query that shows a chat to a non-member takes a [`Recorded`], which [`Accesses::record`] returns once the access
//! is in the log. If the access cannot be recorded, the query cannot run. Users who only see their own chats cause no
//! statement here.

mod access;
mod error;
mod record;
mod recorded;

pub use access::{Access, Action, Target};
pub use error::Error;
pub use record::Accesses;
pub use recorded::Recorded;

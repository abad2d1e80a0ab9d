//! The record of what somebody reads of others: admins who observe, moderators, programs with a key.
//!
//! # Guarantees
//! Whatever shows a chat to somebody who is no member of it takes a [`Recorded`], which [`Accesses::record`]
//! gives once the access is in the log. If it cannot be recorded, nothing is shown. Members cost nothing: for them
//! nobody asks.

mod access;
mod error;
mod record;
mod recorded;

pub use access::{Access, Action, Target};
pub use error::Error;
pub use record::Accesses;
pub use recorded::Recorded;

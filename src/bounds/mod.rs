//! Limits on the resources of this process that one user, request or connection can hold.
//!
//! | type | limits |
//! |---|---|
//! | [`KeyedPermits`] | concurrent operations of one key |
//! | [`Turns`] | concurrent operations of all keys, which go to the keys in turns |
//! | [`KeyedRate`] | actions of one key in a period |
//! | [`Budget`] | bytes held at once, by one key and by all |
//! | [`MinimumRate`] | the lowest rate at which a peer may send or read |
//!
//! The limits count on this replica only; [`quota`] carries what limits leave that count on all of them. This module
//! knows neither HTTP nor the database.

mod budget;
mod keyed_rate;
mod permits;
pub mod quota;
mod rate;
mod turns;

pub use budget::{Budget, Share};
pub use keyed_rate::KeyedRate;
pub use permits::{KeyedPermit, KeyedPermits};
pub use rate::MinimumRate;
pub use turns::{Turn, Turns};

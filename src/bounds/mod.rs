//! Limits on the resources of this process that one user, request or connection can hold.
//!
//! | type | limits |
//! |---|---|
//! | [`Places`] | concurrent operations of one key |
//! | [`Budget`] | bytes held at once, by one key and by all |
//! | [`MinimumRate`] | the lowest rate at which a peer may send or read |
//!
//! The limits count on this replica only. This module knows neither HTTP nor the database.

mod budget;
mod places;
mod rate;

pub use budget::{Budget, Share};
pub use places::{Place, Places};
pub use rate::MinimumRate;

//! Limits on what one user, request or connection can hold of this process.
//!
//! | type | limits |
//! |---|---|
//! | [`Places`] | concurrent operations of one key |
//! | [`Budget`] | bytes held at once, by one key and by all |
//! | [`MinimumRate`] | the lowest rate at which a peer may send or read |
//!
//! Each counts on this replica alone. It knows neither HTTP nor the database.

mod budget;
mod places;
mod rate;

pub use budget::{Budget, Share};
pub use places::{Place, Places};
pub use rate::MinimumRate;

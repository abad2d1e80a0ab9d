//! Bounds on what one person, request or connection can hold of this process.
//!
//! | bound | on |
//! |---|---|
//! | [`Places`] | how many things of one key are under way at once |
//! | [`Budget`] | how many bytes are held at once, by one key and by all |
//! | [`MinimumRate`] | how slowly a peer may send or read |
//!
//! Each holds on this replica alone. It must not know HTTP, nor the database.

mod budget;
mod places;
mod rate;

pub use budget::{Budget, Share};
pub use places::{Place, Places};
pub use rate::MinimumRate;

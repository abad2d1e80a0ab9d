//! The older wire contracts, a folder each: applications that were there before `/v1` keep their own.
//!
//! A contract translates its requests into commands and queries of [`crate::chat`], and events into its own
//! frames. The contracts know neither each other, nor the log, nor SQL. They have the module `shared` in common.
//!
//! A new contract is a folder with a module declaration and a line in [`CONTRACTS`].

pub mod campus;
pub mod direct;
mod list;
pub mod market;
pub mod messenger;
pub mod school;
mod shared;

pub use list::{CONTRACTS, of_realm};
pub use shared::{Contract, ContractContext, ContractServices};

//! The subcommands, a file each.

pub mod demo;
pub mod migrate;
pub mod serve;
pub mod token;
pub mod user;

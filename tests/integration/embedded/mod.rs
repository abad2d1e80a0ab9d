//! The embedded Postgres: real processes, really killed.
#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod data_directories;
mod durability;
mod errors;
mod fixture;
mod outputs;
mod ownership;
mod secrets;

//! The private Postgres: real processes, really killed.
#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod durability;
mod ground;
mod messages;
mod outputs;
mod ownership;
mod places;
mod secrets;

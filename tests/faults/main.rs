//! The fault program: real replicas behind a real nginx over a real Postgres, senders and
//! subscribers, faults from a printed seed, and then an audit of every acknowledged write and
//! every delivered event.
//!
//! * [`campaign`] goes through every kind of fault in the order of a seed: briefly here, for as
//!   long as one likes by `make soak`.
//! * Beside it stand proofs of single guarantees, each with a fault of its own.
//!
//! A campaign is repeated by its seed: `SOAK_SEED=… cargo test --test faults campaign`. The same
//! faults then come in the same order, with the same choices; what the machine does in between
//! is its own.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

extern crate support;

mod audit;
mod campaign;
mod environment;
mod faults;
mod follower;
mod guarantees;
mod postgres;
mod record;
mod report;
mod senders;
mod socket_senders;
mod sockets;
mod subscribers;
mod user_pairs;

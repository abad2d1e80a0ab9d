//! The fault program: real replicas behind a real nginx over a real Postgres, senders and
//! subscribers, faults from a printed seed, and then an audit of every acknowledged write and
//! every delivered event.
//!
//! * [`runs`] inject every kind of fault in the order of a seed: briefly here, and for minutes with
//!   `make soak`.
//! * [`guarantees`] injects single faults, and proves one guarantee with each.
//!
//! A seed repeats a run: `SOAK_SEED=… cargo test --test faults runs` injects the same faults in the
//! same order with the same choices; timing still varies.
#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing has failed")]

extern crate support;

mod audit;
mod campaign;
mod changers;
mod environment;
mod faults;
mod follower;
mod group;
mod group_changers;
mod guarantees;
mod logged_event;
mod postgres;
mod record;
mod repeater;
mod report;
mod runs;
mod senders;
mod socket_senders;
mod sockets;
mod subscribers;
mod user_pairs;

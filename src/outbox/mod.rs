//! Consumers of the log that do something with it outside of this system.
//!
//! ```text
//! bell ──► Runner ──► one transaction: lease, events after the checkpoint, what a
//!             │       Consumer makes of them, the checkpoint moved
//!             └────── Consumer::wait: its work outside, written down in the next transaction
//! ```
//!
//! * [`Runner`] is one of the replicas' at a time: the one that holds the consumer's row of
//!   the table `consumers`. When it dies, another takes over where the checkpoint stands.
//! * [`Consumer`] is what to do with events, and the point to extend this at.
//! * [`Webhooks`] tells another service of messages to those who are away.
//!
//! # Guarantees
//! Each event is consumed once, in log order: what comes of it is committed together with the
//! checkpoint. What is then done outside is done at least once. Nothing here is on the path of
//! a send: it reads the log like anybody else.

mod consumer;
mod dead_letters;
mod lease;
mod runner;
mod webhooks;

pub use consumer::Consumer;
pub use dead_letters::{DeadLetter, DeadLetters};
pub use runner::Runner;
pub use webhooks::{InvalidWebhook, Webhooks};

//! Consumers of the log that act outside of this system.
//!
//! ```text
//! LogWakeup ──► Runner ──► one transaction: extend the lease, read events after the checkpoint,
//!                  │       Consumer::process, move the checkpoint
//!                  └────── Consumer::poll_external, whose results the next transaction records
//! ```
//!
//! * [`Runner`] works on one replica at a time: the one that holds the consumer's row of the
//!   table `consumers`. When that replica dies, another takes over from the checkpoint.
//! * [`Consumer`] is what to do with events, and the extension point.
//! * [`Webhooks`] notifies another service of messages to offline users.
//!
//! # Guarantees
//! Each event is consumed once, in log order: its effects are committed together with the
//! checkpoint. External actions happen at least once. Nothing here is on the path of a send.

mod consumer;
mod dead_letters;
mod lease;
mod runner;
mod webhooks;

pub use consumer::Consumer;
pub use dead_letters::{DeadLetter, DeadLetters};
pub use runner::Runner;
pub use webhooks::{InvalidWebhook, Webhooks};

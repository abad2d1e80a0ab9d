//! Hands the newest seal of the log to places outside of the database: `SEAL_WITNESSES`.
//!
//! # Why
//! The owner of the database can seal an altered log again. A seal that was stored elsewhere before shows it.
//!
//! # Guarantees
//! A witness gets the newest seal again and again, as long as there are new ones: a webhook at the interval of
//! `SEAL_WITNESS_SECONDS`, as does a time-stamp authority, whose replies are kept; a mail address once a day at most. One seal waits for a witness; a newer one replaces it, so
//! the queue is bounded. A witness that cannot be reached is tried again with growing pauses, and
//! `vestnik_unwitnessed_age_seconds` rises. Delivery is at least once.
//!
//! Names of witnesses, in tables, metrics and the log, have neither the address nor what is secret in a URL.

mod channel;
mod time_stamp;
mod witness;

pub use channel::SealWitnesses;
pub use witness::{InvalidWitness, OpenWitnesses, Witnesses};

//! A proof that the events of one chat are as they were sealed, for who has neither the server nor its database.
//!
//! * [`ChatProof`] writes it: the events, for each the salt of its texts and the path to the root of its seal, and
//!   what the hashes of these seals cover besides. No key of an author is in it.
//! * [`CheckedProof`] checks it with kept seals alone, and so does [`CHECKER`] in a browser without a network.

mod check;
mod export;
mod file;

pub use check::{CheckedProof, UnreadableProof};
pub use export::{ChatProof, ProofError};
pub use file::NotSealed;

/// A page that checks proofs: one file, which needs nothing but a browser.
pub const CHECKER: &str = include_str!("checker.html");

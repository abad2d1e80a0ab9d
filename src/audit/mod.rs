//! Proving the log and the read model, taking them along, and erasing from them: what
//! `vestnik verify`, `rebuild`, `export` and `erase-user` do.
//!
//! The work is the database's own (`sql/audit/`), and at psql the same is one statement.
//! From here it goes in many short transactions, so that even a look at a very long log
//! never keeps Postgres from tidying up after the replicas, and whoever waits sees how far
//! it is. It needs the owner's connection; nothing of it is part of a server.

mod derivation;
mod erasure;
mod seals;
mod transcript;

pub use derivation::{Finding, ReadModelReplay};
pub use erasure::{Candidate, Erasure};
pub use seals::{HEADER, Seal, SealError, Seals};
pub use transcript::{Format, Transcript, TranscriptError};

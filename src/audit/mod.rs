//! Verifies the log and the read model, exports chats, and erases users: `vestnik verify`,
//! `rebuild`, `export` and `erase-user`.
//!
//! The database does the work (`sql/audit/`); in psql each is one statement. The commands run it
//! in many short transactions, so that a long log does not hold back autovacuum, and show their
//! progress. They need the owner's connection; no server runs them.

mod erasure;
mod read_model_replay;
mod seals;
mod transcript;

pub use erasure::{Candidate, Erasure};
pub use read_model_replay::{Finding, ReadModelReplay};
pub use seals::{HEADER, Seal, SealError, Seals};
pub use transcript::{Format, Transcript, TranscriptError};

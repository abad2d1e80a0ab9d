//! The operator's desk: what admins and moderators read of the chats of their realm, beside what every
//! user does. Reports, chats that wait for an answer, figures, the audit of a chat, the proof that the log
//! is intact, and erasures.
//!
//! # Guarantees
//! Every read is bounded. Figures come from tables that [`LogCounter`] keeps beside the sends, and a query
//! of figures runs once for all who ask at a time. Erased texts are nowhere. What a moderator sees of a
//! chat is what was reported ([`Scope::Reported`]).
//!
//! Nothing here changes the log, or can: an erasure is stored as a request, which the operator carries
//! out, and a check of the seals is done by [`ProofChecker`] in small steps.

mod accesses;
mod counter;
mod erasures;
mod error;
mod export;
mod figures;
mod past;
mod people;
mod proof;
mod reports;
mod service;
mod sort_key;
mod statistics;
mod timeline;
mod waiting;

pub use crate::audit::{Edition, Entry, ExportedBy, People, Person, TextState};
pub use accesses::{AccessPage, RecordedAccess};
pub use counter::LogCounter;
pub use erasures::{Counts, Erasure, ErasureRequest, ErasureState, Refusal, RequestedErasure};
pub use error::Error;
pub use export::{Export, ExportFormat};
pub use figures::{Days, Figures, Statistics};
pub use past::{Past, PastMessage, PastPage};
pub use people::{DeskChat, DeskMember};
pub use proof::{Problem, Proof, ProofChecker, Reached, Running};
pub use reports::{Report, ReportPage, ReportState};
pub use service::{Desk, DeskPermits, Scope};
pub use sort_key::SortKey;
pub use timeline::Timeline;
pub use waiting::{Waiting, WaitingPage};

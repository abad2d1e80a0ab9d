//! Seals and verifies the log, repairs the read model, exports and imports chats, brings the data of other
//! applications, and erases users.
//!
//! [`LogVerifier`] trusts nothing in the database, and [`CheckedProof`] needs none. The database does the other work
//! (`sql/audit/`); in psql each task is one statement. The commands
//! `vestnik verify`, `rebuild`, `export`, `import`, `adopt` and `erase-user` run it in many short transactions, so that
//! a long log does not hold back autovacuum, and show their progress. They need the owner's
//! connection. Only [`Sealer`] runs in the server.

mod adopt;
mod chat_proof;
mod entry;
mod erasure;
mod hashes;
mod holds;
mod import;
mod kept_seals;
mod log_copy;
mod people;
mod portable;
mod read_model_replay;
mod seals;
mod transcript;
mod verifier;
mod words;

pub use adopt::{
    AdoptError, Adopted, Adoption, Marks, Origin, OriginSettings, PeopleQuery, Roles, RowFinding,
    Severity,
};
pub use chat_proof::{CHECKER, ChatProof, CheckedProof, NotSealed, ProofError, UnreadableProof};
pub use entry::{Entry, TextState};
pub use erasure::{Candidate, Erasure, Request};
pub use holds::{Held, Hold, HoldList, Release};
pub use import::{Check, Chunk, FileFolder, Import, ImportError, ImportFile, Imported, Problem};
pub use kept_seals::{ContinueError, KeptSeals};
pub use log_copy::{LogCopy, LogCopyError};
pub use people::{People, Person};
pub use portable::{Exported, FileExport, PortableExport};
pub use read_model_replay::{Finding, Progress, ReadModelReplay};
pub use seals::{HEADER, Seal, SealError, Sealer, Seals};
pub use transcript::{Edition, ExportedBy, Format, Transcript, TranscriptError};
pub use verifier::{Findings, LogFinding, LogVerifier, SentFiles, SentFilesError, Verified};

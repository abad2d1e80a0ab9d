//! Imports what a portable export wrote, as events with their original ids, times and authors.
//!
//! # Guarantees
//! * Nothing is written before [`Check`] has found no bad line in any file.
//! * A transaction appends a [`Chunk`] of lines. After an interruption the log has the beginning of the
//!   files, and importing them again appends the rest: an event whose `event_id` the log has is skipped.
//! * Other appends wait for one chunk at a time.
//! * The content of a file is stored before an event that names it is appended.
//! * A few chunks are in memory at a time, and the keys of all people and the ids of all chats.
//!
//! # Why
//! A whole chat in one transaction would make all senders wait for it, and a log to which events are
//! only appended cannot show a chat only when its last chunk is there.

mod append;
mod check;
mod error;
mod file;
mod files;
mod people;
mod pipeline;
mod references;

pub use append::Imported;
pub use check::Check;
pub use error::{ImportError, Problem};
pub use file::{Chunk, ImportFile};
pub use files::FileFolder;
pub use pipeline::Import;

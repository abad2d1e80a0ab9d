//! Brings the data of another application, as it has it in a Postgres of its own.
//!
//! An [`Origin`] is SQL that reads the tables of an application in a form that all have in common; `crate::adopt` has
//! them. From it come the lines of a portable export, with ids that follow from those of the origin, and
//! [`Check`](super::import) and [`Import`](super::import) do the rest.
//!
//! # Guarantees
//! * The origin is read in one read-only transaction, so both passes read the same.
//! * Nothing is written before the first pass has listed what cannot be brought, nor if it found a conflict with
//!   what is here.
//! * A second run appends what is new and nothing twice: an event whose id the log has is skipped.
//! * No notifications are queued, as for all imported events.
//! * People and chats are in memory, and a page of messages.

mod adoption;
mod chat_row;
mod chats;
mod context;
mod entry;
mod error;
mod events;
mod files;
mod finding;
mod ids;
mod lessons;
mod members;
mod origin;
mod people;
mod settings;
mod sink;
mod source;
mod timeline;

pub use adoption::{Adopted, Adoption};
pub use error::AdoptError;
pub use finding::{RowFinding, Severity};
pub use origin::{Marks, Origin, PeopleQuery, Roles};
pub use settings::OriginSettings;

//! Users and lessons: ordinary tables, which are not derived from the log.
//!
//! `users` has the users of all realms; `lessons` belongs to the realm that has lessons. An
//! organisation's own system may write both with plain SQL, so triggers and not this module
//! enforce their rules (a teacher has the role of a teacher, a pair has one chat). It knows neither
//! HTTP nor chats.

mod error;
mod known;
mod lessons;
mod managed;
mod preferences;
mod search;
mod users;

pub use error::Error;
pub use known::{Knowledge, NamedUser};
pub use lessons::{
    ChangedLessons, Lesson, LessonChange, LessonFilter, LessonStatus, NewLessons, Repetition,
};
pub use managed::{Managed, ManagedId, PersonChange, Unmanaged, UnmanagedReason};
pub use preferences::{AccountChange, AccountChanges, PreferenceChanges, Preferences, QuietHours};
pub use search::{FindablePage, Finder, FoundPerson, SearchKey};
pub use users::{Directory, NamedPerson, NewPerson, Person, Provision, TakenOver};

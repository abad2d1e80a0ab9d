//! Users and lessons: the tables of which the log is not the source.
//!
//! `users` has the users of all realms; `lessons` is of the realm that has lessons. An
//! organisation's own system may write both with plain SQL, so what must hold for them (a teacher
//! has the role of a teacher, a pair has one chat) is kept by triggers, not here. It knows neither
//! HTTP nor chats.

mod error;
mod lessons;
mod search;
mod users;

pub use error::Error;
pub use lessons::{Lesson, LessonStatus, LessonsOf};
pub use users::{Directory, NewPerson, Person, Provision};

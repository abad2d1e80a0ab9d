//! The school's ordinary tables: people and lessons.
//!
//! They are not derived from the log and may be written by the school's own system with
//! plain SQL; what must hold for them (who is a teacher, one chat per pair) is kept by
//! triggers, not here. It knows neither HTTP nor chats.

mod lessons;
mod people;
mod search;

use crate::db;
pub use lessons::{Lesson, LessonStatus, LessonsOf};
pub use people::{NewPerson, Person, Provision};

use crate::db::Pool;

/// Why a change to the tables was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody has this e-mail address already.
    #[error("this e-mail address is taken")]
    EmailTaken,
    /// The pair has a lesson at that time, and it is not cancelled.
    #[error("the teacher and the student have a lesson at this time already")]
    AlreadyBooked,
    /// The lesson's `teacher_id` is not a teacher's.
    #[error("teacher_id is not a teacher")]
    NotATeacher,
    /// The lesson's `student_id` is not a student's.
    #[error("student_id is not a student")]
    NotAStudent,
    /// See [`db::Error`].
    #[error(transparent)]
    Store(db::Error),
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error.violated_constraint() {
            Some("users_email_key" | "users_email_folded") => Self::EmailTaken,
            Some("lessons_booked_once") => Self::AlreadyBooked,
            Some("lessons_teacher_role") => Self::NotATeacher,
            Some("lessons_student_role") => Self::NotAStudent,
            _ => Self::Store(error),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        db::Error::from(error).into()
    }
}

/// People and lessons. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    pool: Pool,
}

impl Directory {
    /// The directory in this database.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

//! Why a change was refused.

use crate::db;

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another user has this e-mail address.
    #[error("this e-mail address is taken")]
    EmailTaken,
    /// The pair has a lesson at that time that is not cancelled.
    #[error("the teacher and the student have a lesson at this time already")]
    AlreadyBooked,
    /// A lesson overlaps with another one, and conflicts are refused.
    #[error("the teacher or the student has another lesson at this time")]
    LessonsOverlap,
    /// Only scheduled lessons have another time or length.
    #[error("only a scheduled lesson can be moved")]
    NotScheduled,
    /// `teacher_id` is not the id of a teacher.
    #[error("teacher_id is not a teacher")]
    NotATeacher,
    /// `student_id` is not the id of a student.
    #[error("student_id is not a student")]
    NotAStudent,
    /// The time zone of quiet hours is unknown.
    #[error("`time_zone` is no time zone of the IANA database, like Europe/Moscow")]
    UnknownTimeZone,
    #[error(transparent)]
    Database(db::Error),
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error.violated_constraint() {
            Some("users_email_key" | "users_email_folded") => Self::EmailTaken,
            Some("lessons_booked_once") => Self::AlreadyBooked,
            Some("lessons_overlap") => Self::LessonsOverlap,
            Some("lessons_moved") => Self::NotScheduled,
            Some("lessons_teacher_role") => Self::NotATeacher,
            Some("lessons_student_role") => Self::NotAStudent,
            _ => Self::Database(error),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        db::Error::from(error).into()
    }
}

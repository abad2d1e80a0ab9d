//! `lessons`. A trigger creates the chat of a pair when their first lesson is completed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use utoipa::ToSchema;

use crate::db::{self, FromRow, RowExt as _, query};
use crate::directory::error::Error;
use crate::directory::users::Directory;
use crate::domain::{Name, UserId};

const LESSONS: &str = include_str!("sql/lessons.sql");
const LESSONS_OF_USER: &str = include_str!("sql/lessons_of_user.sql");
const LESSON: &str = include_str!("sql/lesson.sql");
const SCHEDULE_LESSON: &str = include_str!("sql/schedule_lesson.sql");
const SET_LESSON_STATUS: &str = include_str!("sql/set_lesson_status.sql");

/// The state of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LessonStatus {
    Scheduled,
    Completed,
    Cancelled,
}

impl LessonStatus {
    /// The name in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    fn from_str(name: &str) -> Self {
        match name {
            "completed" => Self::Completed,
            "cancelled" => Self::Cancelled,
            _ => Self::Scheduled,
        }
    }
}

/// A row of `lessons`, with the names of its users.
#[derive(Debug, Clone)]
pub struct Lesson {
    pub id: i64,
    /// `None` if the user was removed.
    pub teacher_id: Option<UserId>,
    pub teacher_name: Option<Name>,
    /// `None` if the user was removed.
    pub student_id: Option<UserId>,
    pub student_name: Option<Name>,
    pub scheduled_at: Timestamp,
    pub status: LessonStatus,
    pub completed_at: Option<Timestamp>,
}

/// The lessons of a list.
#[derive(Debug, Clone, Copy)]
pub enum LessonFilter {
    /// The lessons in which the user is the teacher or the student.
    OfUser(UserId),
    All,
}

impl Directory {
    /// At most `limit` lessons older than `before`, the newest first.
    pub async fn lessons(
        &self,
        filter: LessonFilter,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Lesson>, Error> {
        let before = before.unwrap_or(i64::MAX);
        let rows = match filter {
            LessonFilter::All => query::all(&self.pool, LESSONS, &[&before, &limit]).await?,
            LessonFilter::OfUser(user_id) => {
                let parameters: query::Parameters<'_> = &[&before, &limit, &user_id];
                query::all(&self.pool, LESSONS_OF_USER, parameters).await?
            }
        };
        let lessons = rows.iter().map(Lesson::from_row);
        Ok(lessons.collect::<Result<_, _>>()?)
    }

    /// One lesson.
    pub async fn lesson(&self, id: i64) -> Result<Option<Lesson>, Error> {
        let row = query::first(&self.pool, LESSON, &[&id]).await?;
        Ok(row.as_ref().map(Lesson::from_row).transpose()?)
    }

    /// Schedules a lesson.
    ///
    /// # Errors
    /// [`Error::AlreadyBooked`], [`Error::NotATeacher`], [`Error::NotAStudent`].
    pub async fn schedule(
        &self,
        teacher_id: UserId,
        student_id: UserId,
        at: Timestamp,
    ) -> Result<Option<Lesson>, Error> {
        let parameters: query::Parameters<'_> = &[&teacher_id, &student_id, &at];
        match query::first(&self.pool, SCHEDULE_LESSON, parameters).await? {
            Some(row) => self.lesson(row.try_get("lesson_id")?).await,
            None => Err(Error::AlreadyBooked),
        }
    }

    /// Sets the status of a lesson; `None` if there is no such lesson.
    pub async fn set_lesson_status(
        &self,
        id: i64,
        status: LessonStatus,
    ) -> Result<Option<Lesson>, Error> {
        query::run(&self.pool, SET_LESSON_STATUS, &[&id, &status.as_str()]).await?;
        self.lesson(id).await
    }
}

impl FromRow for Lesson {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let (teacher_id, student_id) = (row.try_get("teacher_id")?, row.try_get("student_id")?);
        let (teacher, student) = (row.try_get("teacher_name")?, row.try_get("student_name")?);
        Ok(Self {
            id: row.try_get("lesson_id")?,
            teacher_id,
            teacher_name: teacher_id.map(|id| Name::of(id, teacher)),
            student_id,
            student_name: student_id.map(|id| Name::of(id, student)),
            scheduled_at: row.timestamp("scheduled_at")?,
            status: LessonStatus::from_str(row.try_get("status")?),
            completed_at: row.optional_timestamp("completed_at")?,
        })
    }
}

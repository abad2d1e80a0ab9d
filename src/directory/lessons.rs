//! `lessons`. A trigger creates the chat of a pair when their first lesson is completed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::{self, FromRow, RowExt as _, query};
use crate::directory::error::Error;
use crate::directory::users::Directory;
use crate::domain::{ChatId, Name, UserId};

const LESSONS: &str = include_str!("sql/lessons.sql");
const LESSONS_OF_USER: &str = include_str!("sql/lessons_of_user.sql");
const LESSONS_BY_IDS: &str = include_str!("sql/lessons_by_ids.sql");
const CHANGE_LESSONS: &str = include_str!("sql/change_lessons.sql");
const LESSON_CONFLICTS: &str = include_str!("sql/lesson_conflicts.sql");
const REPEATED_TIMES: &str = include_str!("sql/repeated_times.sql");
const SCHEDULE_LESSONS: &str = include_str!("sql/schedule_lessons.sql");

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
    pub subject: Option<String>,
    pub duration_minutes: i32,
    /// Common to the lessons of a repetition.
    pub series_id: Option<Uuid>,
    /// Of its teacher and its student, who have one after their first completed lesson.
    pub chat_id: Option<ChatId>,
}

/// Lessons to schedule.
#[derive(Debug, Clone)]
pub struct NewLessons<'a> {
    pub teacher_id: UserId,
    pub student_id: UserId,
    /// When the lesson begins, or each of a repetition.
    pub times: Vec<Timestamp>,
    pub duration_minutes: i32,
    pub subject: Option<&'a str>,
    pub series_id: Option<Uuid>,
    /// Whether a lesson that overlaps with another one is an error.
    pub refuses_conflicts: bool,
}

/// How a lesson repeats, from its first time on.
#[derive(Debug, Clone, Copy)]
pub struct Repetition<'a> {
    pub every_weeks: i32,
    pub count: Option<i32>,
    /// The last day, in the time zone.
    pub until: Option<Date>,
    /// The lesson is at the same time of the day in this zone of the IANA database.
    pub time_zone: &'a str,
}

/// What to change of a lesson. `None`: nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct LessonChange<'a> {
    pub status: Option<LessonStatus>,
    pub scheduled_at: Option<Timestamp>,
    pub duration_minutes: Option<i32>,
    /// `Some(None)` removes it.
    pub subject: Option<Option<&'a str>>,
    /// Whether the scheduled later lessons of the series are changed too.
    pub following: bool,
    /// Whether a lesson that overlaps with another one is an error.
    pub refuses_conflicts: bool,
}

/// Lessons that were scheduled or changed.
#[derive(Debug, Clone)]
pub struct ChangedLessons {
    /// The oldest first.
    pub lessons: Vec<Lesson>,
    /// Other scheduled lessons of the teacher or the student that overlap with them.
    pub conflicts: Vec<Lesson>,
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
        Ok(self.lessons_by_ids(&[id]).await?.into_iter().next())
    }

    /// These lessons, the oldest first.
    async fn lessons_by_ids(&self, ids: &[i64]) -> Result<Vec<Lesson>, Error> {
        let rows = query::all(&self.pool, LESSONS_BY_IDS, &[&ids]).await?;
        let lessons = rows.iter().map(Lesson::from_row);
        Ok(lessons.collect::<Result<_, _>>()?)
    }

    /// The times of a repetition.
    ///
    /// # Errors
    /// [`Error::UnknownTimeZone`].
    pub async fn repeated_times(
        &self,
        at: Timestamp,
        repetition: Repetition<'_>,
    ) -> Result<Vec<Timestamp>, Error> {
        let until = repetition.until.map(|until| until.to_string());
        let parameters: query::Parameters<'_> = &[
            &at,
            &repetition.every_weeks,
            &repetition.count,
            &until,
            &repetition.time_zone,
        ];
        let rows = query::all(&self.pool, REPEATED_TIMES, parameters).await?;
        if rows.is_empty() {
            return Err(Error::UnknownTimeZone);
        }
        let times = rows.iter().map(|row| row.timestamp("at"));
        Ok(times.collect::<Result<_, _>>()?)
    }

    /// Schedules lessons, all or none.
    ///
    /// # Errors
    /// [`Error::AlreadyBooked`], [`Error::LessonsOverlap`], [`Error::NotATeacher`],
    /// [`Error::NotAStudent`].
    pub async fn schedule(&self, new: &NewLessons<'_>) -> Result<ChangedLessons, Error> {
        let parameters: query::Parameters<'_> = &[
            &new.teacher_id,
            &new.student_id,
            &new.times,
            &new.duration_minutes,
            &new.subject,
            &new.series_id,
            &new.refuses_conflicts,
        ];
        let row = query::first(&self.pool, SCHEDULE_LESSONS, parameters).await?;
        self.changed(&row.ok_or(Error::AlreadyBooked)?).await
    }

    /// The scheduled lessons of the teacher or the student that would overlap with these.
    pub async fn conflicts(&self, new: &NewLessons<'_>) -> Result<Vec<Lesson>, Error> {
        let parameters: query::Parameters<'_> = &[
            &new.teacher_id,
            &new.student_id,
            &new.times,
            &new.duration_minutes,
        ];
        let rows = query::all(&self.pool, LESSON_CONFLICTS, parameters).await?;
        let ids = rows.iter().map(|row| row.try_get("lesson_id"));
        let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
        self.lessons_by_ids(&ids).await
    }

    /// Changes a lesson, and perhaps those that follow it; `None` if there is no such lesson.
    ///
    /// # Errors
    /// [`Error::AlreadyBooked`], [`Error::LessonsOverlap`], [`Error::NotScheduled`].
    pub async fn change_lesson(
        &self,
        id: i64,
        change: LessonChange<'_>,
    ) -> Result<Option<ChangedLessons>, Error> {
        let status = change.status.map(LessonStatus::as_str);
        let parameters: query::Parameters<'_> = &[
            &id,
            &status,
            &change.scheduled_at,
            &change.duration_minutes,
            &change.subject.is_some(),
            &change.subject.flatten(),
            &change.following,
            &change.refuses_conflicts,
        ];
        match query::first(&self.pool, CHANGE_LESSONS, parameters).await? {
            Some(row) => Ok(Some(self.changed(&row).await?)),
            None => Ok(None),
        }
    }

    async fn changed(&self, row: &Row) -> Result<ChangedLessons, Error> {
        let lessons: Vec<i64> = row.array("lesson_ids")?;
        let conflicts: Vec<i64> = row.array("conflict_ids")?;
        Ok(ChangedLessons {
            lessons: self.lessons_by_ids(&lessons).await?,
            conflicts: self.lessons_by_ids(&conflicts).await?,
        })
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
            subject: row.try_get("subject")?,
            duration_minutes: row.try_get("duration_minutes")?,
            series_id: row.try_get("series_id")?,
            chat_id: row.try_get("chat_id")?,
        })
    }
}

//! `lessons`. Completing one may begin a chat: `sql/lessons/create_chat_on_lesson_completed.sql`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use utoipa::ToSchema;

use super::{Directory, Error};
use crate::db::{PgTimestamp, query};
use crate::domain::{Name, UserId};

/// Where a lesson stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LessonStatus {
    /// To come.
    Scheduled,
    /// It took place.
    Completed,
    /// It will not.
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

/// A row of `lessons`, with the names of its people.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Its id.
    pub id: i64,
    /// Who gives it; nobody where the user was removed.
    pub teacher_id: Option<UserId>,
    /// Their name.
    pub teacher_name: Option<Name>,
    /// Who takes it; nobody where the user was removed.
    pub student_id: Option<UserId>,
    /// Their name.
    pub student_name: Option<Name>,
    /// When it is to be.
    pub scheduled_at: Timestamp,
    /// Where it stands.
    pub status: LessonStatus,
    /// When it was completed.
    pub completed_at: Option<Timestamp>,
}

/// Whose lessons.
#[derive(Debug, Clone, Copy)]
pub enum LessonsOf {
    /// Those this person gives or takes.
    One(UserId),
    /// All.
    Everyone,
}

macro_rules! lesson {
    ($from:literal) => {
        concat!(
            "SELECT l.id, l.teacher_id, t.name, l.student_id, s.name,
                    l.scheduled_at, l.status, l.completed_at
             FROM ",
            $from,
            " AS l
             LEFT JOIN public.users AS t ON t.id = l.teacher_id
             LEFT JOIN public.users AS s ON s.id = l.student_id "
        )
    };
}

impl Directory {
    /// Lessons, the newest first, older than `before`.
    pub async fn lessons(
        &self,
        whose: LessonsOf,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Lesson>, Error> {
        let before = before.unwrap_or(i64::MAX);
        let rows = match whose {
            LessonsOf::Everyone => {
                query::all(
                    &self.pool,
                    lesson!(
                        "(SELECT * FROM public.lessons WHERE id < $1 ORDER BY id DESC LIMIT $2)"
                    ),
                    &[&before, &limit],
                )
                .await?
            }
            // A person is a teacher or a student: one of the two halves is empty.
            LessonsOf::One(user_id) => {
                query::all(
                    &self.pool,
                    lesson!(
                        "((SELECT * FROM public.lessons
                           WHERE teacher_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2)
                          UNION
                          (SELECT * FROM public.lessons
                           WHERE student_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2)
                          ORDER BY id DESC LIMIT $2)"
                    ),
                    &[&before, &limit, &user_id.0],
                )
                .await?
            }
        };
        let mut lessons = rows
            .iter()
            .map(lesson)
            .collect::<Result<Vec<Lesson>, Error>>()?;
        lessons.sort_unstable_by_key(|lesson| std::cmp::Reverse(lesson.id));
        Ok(lessons)
    }

    /// One lesson.
    pub async fn lesson(&self, id: i64) -> Result<Option<Lesson>, Error> {
        let row = query::first(
            &self.pool,
            concat!(lesson!("public.lessons"), "WHERE l.id = $1"),
            &[&id],
        )
        .await?;
        row.map(|row| lesson(&row)).transpose()
    }

    /// Plans a lesson, unless the pair has one at that time that is not cancelled.
    pub async fn schedule(
        &self,
        teacher_id: UserId,
        student_id: UserId,
        at: Timestamp,
    ) -> Result<Option<Lesson>, Error> {
        let row = query::first(
            &self.pool,
            "INSERT INTO public.lessons (teacher_id, student_id, scheduled_at, status, is_booked)
             SELECT $1::bigint, $2::bigint, $3::timestamptz, 'scheduled', true
             WHERE NOT EXISTS (
                 SELECT
                 FROM public.lessons AS l
                 WHERE l.teacher_id = $1
                   AND l.student_id = $2
                   AND l.scheduled_at = $3
                   AND l.status <> 'cancelled'
             )
             RETURNING id",
            &[&teacher_id.0, &student_id.0, &at],
        )
        .await?;
        match row {
            Some(row) => self.lesson(row.try_get(0)?).await,
            None => Err(Error::AlreadyBooked),
        }
    }

    /// Says where a lesson stands; `None` where there is no such lesson.
    pub async fn set_lesson_status(
        &self,
        id: i64,
        status: LessonStatus,
    ) -> Result<Option<Lesson>, Error> {
        query::run(
            &self.pool,
            "UPDATE public.lessons SET status = $2 WHERE id = $1 AND status <> $2",
            &[&id, &status.as_str()],
        )
        .await?;
        self.lesson(id).await
    }
}

fn lesson(row: &Row) -> Result<Lesson, Error> {
    let teacher_id = row.try_get::<_, Option<i64>>(1)?.map(UserId);
    let student_id = row.try_get::<_, Option<i64>>(3)?.map(UserId);
    let (teacher, student) = (row.try_get(2)?, row.try_get(4)?);
    Ok(Lesson {
        id: row.try_get(0)?,
        teacher_id,
        teacher_name: teacher_id.map(|id| Name::of(id, teacher)),
        student_id,
        student_name: student_id.map(|id| Name::of(id, student)),
        scheduled_at: row.try_get::<_, PgTimestamp>(5)?.0,
        status: LessonStatus::from_str(row.try_get(6)?),
        completed_at: row.try_get::<_, Option<PgTimestamp>>(7)?.map(|at| at.0),
    })
}

//! Lessons.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::directory::LessonStatus;

/// A lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lesson {
    /// Its id.
    #[schema(example = 7)]
    pub id: i64,
    /// Null where the user was removed.
    #[schema(required = true, example = 456)]
    pub teacher_id: Option<i64>,
    /// Their name.
    #[schema(required = true, example = "Иван Петров")]
    pub teacher_name: Option<String>,
    /// Null where the user was removed.
    #[schema(required = true, example = 789)]
    pub student_id: Option<i64>,
    /// Their name.
    #[schema(required = true, example = "Мария Соколова")]
    pub student_name: Option<String>,
    /// When it is to be.
    pub scheduled_at: Timestamp,
    /// Where it stands.
    pub status: LessonStatus,
    /// When it was completed.
    #[schema(required = true)]
    pub completed_at: Option<Timestamp>,
}

/// `GET /api/lessons`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonList {
    /// The newest first.
    pub lessons: Vec<Lesson>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// `POST /api/lessons`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewLesson {
    /// A user whose role is `teacher`.
    #[schema(example = 456)]
    pub teacher_id: i64,
    /// A user whose role is `student`.
    #[schema(example = 789)]
    pub student_id: i64,
    /// RFC 3339.
    pub scheduled_at: Timestamp,
}

/// `PATCH /api/lessons/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LessonChange {
    /// `completed` begins the pair's chat, if it has none.
    pub status: LessonStatus,
}

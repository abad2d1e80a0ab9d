//! Lessons.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::directory::LessonStatus;

/// A lesson.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lesson {
    /// The lesson id.
    #[schema(example = 7)]
    pub id: i64,
    /// The user id of the teacher. Null if the user was deleted.
    #[schema(required = true, example = 456)]
    pub teacher_id: Option<i64>,
    /// The name of the teacher.
    #[schema(required = true, example = "Иван Петров")]
    pub teacher_name: Option<String>,
    /// The user id of the student. Null if the user was deleted.
    #[schema(required = true, example = 789)]
    pub student_id: Option<i64>,
    /// The name of the student.
    #[schema(required = true, example = "Мария Соколова")]
    pub student_name: Option<String>,
    /// When the lesson is scheduled to start.
    pub scheduled_at: Timestamp,
    /// The status of the lesson.
    pub status: LessonStatus,
    /// When the lesson was completed. Null before.
    #[schema(required = true)]
    pub completed_at: Option<Timestamp>,
}

/// The answer of `GET /api/lessons`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonList {
    /// The lessons of the page, newest first.
    pub lessons: Vec<Lesson>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The body of `POST /api/lessons`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewLesson {
    /// The id of a user with the role `teacher`.
    #[schema(example = 456)]
    pub teacher_id: i64,
    /// The id of a user with the role `student`.
    #[schema(example = 789)]
    pub student_id: i64,
    /// When the lesson starts: an RFC 3339 time in the years 0 to 9999.
    pub scheduled_at: Timestamp,
}

/// The body of `PATCH /api/lessons/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LessonChange {
    /// The new status. `completed` creates the pair's chat if there is none.
    pub status: LessonStatus,
}

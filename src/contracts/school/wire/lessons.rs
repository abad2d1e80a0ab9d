//! Lessons.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::directory::LessonStatus;
use crate::domain::time;

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
    /// What it is about.
    #[schema(required = true, example = "Квадратные уравнения")]
    pub subject: Option<String>,
    /// How long it lasts.
    #[schema(example = 60)]
    pub duration_minutes: i32,
    /// Common to the lessons that were scheduled together by a repetition.
    #[schema(required = true)]
    pub series_id: Option<Uuid>,
    /// The chat of its teacher and its student. Null before their first completed lesson.
    #[schema(required = true, example = 123)]
    pub chat_id: Option<i64>,
}

/// A lesson that was scheduled or changed, with the others of its series and those that overlap.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedLesson {
    #[serde(flatten)]
    pub lesson: Lesson,
    /// All lessons that were scheduled or changed, this one too, the earliest first.
    pub lessons: Vec<Lesson>,
    /// Other scheduled lessons of the teacher or the student that overlap with these.
    pub conflicts: Vec<Lesson>,
}

/// The answer of `POST /api/lessons/conflicts`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LessonConflicts {
    /// When the lessons would begin.
    pub times: Vec<Timestamp>,
    /// Scheduled lessons of the teacher or the student that overlap with them.
    pub conflicts: Vec<Lesson>,
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
    #[serde(deserialize_with = "time::given")]
    pub scheduled_at: Timestamp,
    /// What it is about: 1 to 200 characters.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// How long it lasts: 5 to 480 minutes, by default 60.
    #[schema(minimum = 5, maximum = 480)]
    pub duration_minutes: Option<i32>,
    /// How it repeats.
    pub repeat: Option<Repeat>,
    /// Refuses lessons that overlap with another one of the teacher or the student (409
    /// `lessons_overlap`). By default they are scheduled, and the others are answered.
    #[serde(default)]
    pub refuse_conflicts: bool,
}

/// How a lesson repeats: with either `count` or `until`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Repeat {
    /// 1 to 52, by default 1.
    #[schema(minimum = 1, maximum = 52)]
    pub every_weeks: Option<i32>,
    /// The number of lessons: 2 to 52.
    #[schema(minimum = 2, maximum = 52)]
    pub count: Option<i32>,
    /// The last day. At most 52 lessons.
    #[schema(value_type = Option<String>, format = Date, example = "2027-05-31")]
    pub until: Option<String>,
    /// The lessons are at the same time of the day in this zone of the IANA database, by default `UTC`.
    #[schema(example = "Europe/Moscow")]
    pub time_zone: Option<String>,
}

/// Which lessons a change concerns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LessonScope {
    /// This one.
    #[default]
    One,
    /// This one, and the scheduled later ones of its series.
    Following,
}

/// The body of `PATCH /api/lessons/{id}`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LessonChange {
    /// The new status. `completed` creates the pair's chat if there is none.
    pub status: Option<LessonStatus>,
    /// The new time. Lessons that follow move by as much.
    #[serde(default, deserialize_with = "time::given_or_null")]
    pub scheduled_at: Option<Timestamp>,
    /// The new length: 5 to 480 minutes.
    #[schema(minimum = 5, maximum = 480)]
    pub duration_minutes: Option<i32>,
    /// What it is about: 1 to 200 characters; null removes it.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 200)]
    pub subject: Option<Option<String>>,
    /// Which lessons are changed; by default this one. `following` does not complete lessons.
    #[serde(default)]
    pub scope: LessonScope,
    /// Refuses a time or a length that overlaps with another lesson of the teacher or the student (409
    /// `lessons_overlap`).
    #[serde(default)]
    pub refuse_conflicts: bool,
}

/// Reads a field that may be absent or null: `Some` also if it is null.
fn given<'de, T, D>(value: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(value).map(Some)
}

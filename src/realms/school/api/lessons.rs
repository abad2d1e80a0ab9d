//! Lessons, for schools that have no scheduling system of their own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;

use crate::directory::LessonFilter;
use crate::domain::{UserId, time};
use crate::http::Caller;
use crate::http::extract::{self, Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::school::PAGE;
use crate::realms::school::api::require_admin;
use crate::realms::school::{encode, wire};

/// Lists the caller's lessons, newest first. An admin's list has every lesson.
#[utoipa::path(
    get,
    path = "/api/lessons",
    operation_id = "listLessons",
    tag = "lessons",
    params(wire::Paging),
    responses((status = 200, description = "A page of the list", body = wire::LessonList), Problems)
)]
pub async fn list(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Paging>,
) -> Result<Json<wire::LessonList>, Problem> {
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let whose = if caller.is_admin() {
        LessonFilter::All
    } else {
        LessonFilter::OfUser(caller.user_id)
    };
    let (directory, rows) = (&context.directory, paging.rows());
    let lessons = directory.lessons(whose, paging.after, rows).await?;
    let item = |lesson| encode::lesson(lesson, language);
    let (lessons, next_cursor) = paging.cut(lessons, |lesson| lesson.id, item);
    Ok(Json(wire::LessonList {
        lessons,
        next_cursor,
    }))
}

/// Schedules a lesson. For admins.
#[utoipa::path(
    post,
    path = "/api/lessons",
    operation_id = "scheduleLesson",
    tag = "lessons",
    request_body = wire::NewLesson,
    responses((status = 201, description = "The new lesson", body = wire::Lesson), Problems)
)]
pub async fn schedule(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewLesson>,
) -> Result<(StatusCode, Json<wire::Lesson>), Problem> {
    require_admin(&caller)?;
    let scheduled_at = check_time(new.scheduled_at)?;
    let (teacher, student) = (UserId(new.teacher_id), UserId(new.student_id));
    let scheduled = context.directory.schedule(teacher, student, scheduled_at);
    let lesson = scheduled.await?.ok_or_else(lesson_not_found)?;
    let answer = encode::lesson(lesson, language);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Changes the status of a lesson. For admins and the lesson's teacher.
///
/// The first completed lesson of a pair creates the pair's chat.
#[utoipa::path(
    patch,
    path = "/api/lessons/{id}",
    operation_id = "changeLesson",
    tag = "lessons",
    params(("id" = i64, Path)),
    request_body = wire::LessonChange,
    responses((status = 200, description = "The lesson with its new status", body = wire::Lesson), Problems)
)]
pub async fn change(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(change): extract::Json<wire::LessonChange>,
) -> Result<Json<wire::Lesson>, Problem> {
    let directory = &context.directory;
    let lesson = directory.lesson(id).await?.ok_or_else(lesson_not_found)?;
    if !caller.is_admin() && lesson.teacher_id != Some(caller.user_id) {
        let detail = "only an admin or the lesson's teacher may do this";
        return Err(Problem::forbidden(Code::NotYourLesson, detail));
    }
    let changed = directory.set_lesson_status(id, change.status).await?;
    let lesson = changed.ok_or_else(lesson_not_found)?;
    Ok(Json(encode::lesson(lesson, language)))
}

/// Checks that a year is in the range that RFC 3339 can express and Postgres can store: 0 to 9999.
fn check_time(scheduled_at: Timestamp) -> Result<Timestamp, Problem> {
    /// The first second of the year 0.
    const YEAR_0: i64 = -62_167_219_200;
    let detail = if !time::is_rfc3339(scheduled_at) {
        "scheduled_at must be a time of RFC 3339"
    } else if scheduled_at.as_second() < YEAR_0 {
        "scheduled_at must be in the year 0 or later"
    } else {
        return Ok(scheduled_at);
    };
    Err(Problem::bad_request(Code::InvalidScheduledAt, detail))
}

fn lesson_not_found() -> Problem {
    Problem::not_found(Code::LessonNotFound, "there is no such lesson")
}

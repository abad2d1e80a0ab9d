//! Lessons, for schools without a system of their own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;

use crate::directory::LessonFilter;
use crate::domain::{UserId, time};
use crate::http::Caller;
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};
use crate::realms::RealmContext;
use crate::realms::school::api::require_admin;
use crate::realms::school::paging::Paging;
use crate::realms::school::{translate, wire};

/// The caller's lessons, the newest first; an admin's list has everyone's.
#[utoipa::path(
    get,
    path = "/api/lessons",
    operation_id = "listLessons",
    tag = "lessons",
    params(wire::Paging),
    responses((status = 200, description = "A page of the list", body = wire::LessonList), Problems)
)]
pub async fn list(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Paging>,
) -> Result<Json<wire::LessonList>, Problem> {
    let paging = Paging::new(query.limit, query.cursor.as_deref())?;
    let whose = if caller.is_admin() {
        LessonFilter::All
    } else {
        LessonFilter::OfUser(caller.user_id)
    };
    let lessons = school
        .directory
        .lessons(whose, paging.after, paging.rows())
        .await?;
    let (lessons, next_cursor) = paging.cut(
        lessons,
        |lesson| lesson.id,
        |lesson| translate::lesson(lesson, language),
    );
    Ok(Json(wire::LessonList {
        lessons,
        next_cursor,
    }))
}

/// Plans a lesson: for admins.
#[utoipa::path(
    post,
    path = "/api/lessons",
    operation_id = "scheduleLesson",
    tag = "lessons",
    request_body = wire::NewLesson,
    responses((status = 201, description = "The new lesson", body = wire::Lesson), Problems)
)]
pub async fn schedule(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewLesson>,
) -> Result<(StatusCode, Json<wire::Lesson>), Problem> {
    require_admin(&caller)?;
    if !time::is_rfc3339(new.scheduled_at) {
        let detail = "scheduled_at must be a time of RFC 3339";
        return Err(Problem::bad_request(Code::InvalidScheduledAt, detail));
    }
    let (teacher_id, student_id) = (UserId(new.teacher_id), UserId(new.student_id));
    let scheduled_at = reject_nul(new.scheduled_at)?;
    let lesson = school
        .directory
        .schedule(teacher_id, student_id, scheduled_at)
        .await?;
    let lesson = lesson.ok_or_else(no_such_lesson)?;
    Ok((
        StatusCode::CREATED,
        Json(translate::lesson(lesson, language)),
    ))
}

/// Says where a lesson stands: for admins and for the lesson's teacher.
///
/// The first completed lesson of a pair begins their chat.
#[utoipa::path(
    patch,
    path = "/api/lessons/{id}",
    operation_id = "changeLesson",
    tag = "lessons",
    params(("id" = i64, Path)),
    request_body = wire::LessonChange,
    responses((status = 200, description = "The lesson as it is now", body = wire::Lesson), Problems)
)]
pub async fn change(
    State(school): State<RealmContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(change): extract::Json<wire::LessonChange>,
) -> Result<Json<wire::Lesson>, Problem> {
    let lesson = school
        .directory
        .lesson(id)
        .await?
        .ok_or_else(no_such_lesson)?;
    if !caller.is_admin() && lesson.teacher_id != Some(caller.user_id) {
        let detail = "only an admin or the lesson's teacher may do this";
        return Err(Problem::forbidden(Code::NotYourLesson, detail));
    }
    let lesson = school
        .directory
        .set_lesson_status(id, change.status)
        .await?;
    let lesson = lesson.ok_or_else(no_such_lesson)?;
    Ok(Json(translate::lesson(lesson, language)))
}

/// A time with a year that RFC 3339 can say and Postgres can store: 0 to 9999.
fn reject_nul(at: Timestamp) -> Result<Timestamp, Problem> {
    const YEAR_0: i64 = -62_167_219_200;
    if at.as_second() >= YEAR_0 {
        return Ok(at);
    }
    Err(Problem::bad_request(
        Code::InvalidScheduledAt,
        "scheduled_at must be in the year 0 or later",
    ))
}

fn no_such_lesson() -> Problem {
    Problem::not_found(Code::LessonNotFound, "there is no such lesson")
}

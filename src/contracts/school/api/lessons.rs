//! Lessons, for schools that have no scheduling system of their own.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::contracts::school::lists::PAGE;
use crate::contracts::school::roles::require_admin;
use crate::contracts::school::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::query::Query;
use crate::directory::{
    self, ChangedLessons, Lesson, LessonChange, LessonFilter, LessonStatus, NewLessons, Repetition,
};
use crate::domain::{Language, UserId, text, time};
use crate::http::Caller;
use crate::http::extract::{self, Path};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// The length of a lesson of which none is given.
const DEFAULT_MINUTES: i32 = 60;
/// Characters of a subject at most.
const SUBJECT_MAX: usize = 200;
/// Characters in the name of a time zone at most.
const TIME_ZONE_MAX: usize = 64;

/// Lists the caller's lessons, newest first. An admin's list has every lesson.
#[utoipa::path(
    get,
    path = "/api/lessons",
    operation_id = "listLessons",
    tag = "lessons",
    params(wire::Paging),
    responses((status = 200, description = "A page of the list", body = wire::LessonList, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Problems)
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Query(query): Query<wire::Paging>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::LessonList>), Problem> {
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
    let next = NextLink::at_cursor(&uri, next_cursor.as_deref());
    let list = wire::LessonList {
        lessons,
        next_cursor,
    };
    Ok((next, Json(list)))
}

/// Schedules a lesson, or those of a repetition: all or none. For admins.
#[utoipa::path(
    post,
    path = "/api/lessons",
    operation_id = "scheduleLesson",
    tag = "lessons",
    request_body = wire::NewLesson,
    responses((status = 201, description = "The new lesson, the earliest of a repetition", body = wire::ChangedLesson), Problems)
)]
pub async fn schedule(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewLesson>,
) -> Result<(StatusCode, Json<wire::ChangedLesson>), Problem> {
    require_admin(&caller)?;
    let new = lessons(&context, &new).await?;
    let scheduled = context.directory.schedule(&new).await?;
    let answer = changed(&scheduled, None, language).ok_or_else(lesson_not_found)?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Shows what a new lesson, or those of a repetition, would overlap with. Schedules nothing. For admins.
#[utoipa::path(
    post,
    path = "/api/lessons/conflicts",
    operation_id = "findLessonConflicts",
    tag = "lessons",
    request_body = wire::NewLesson,
    responses((status = 200, description = "The conflicts", body = wire::LessonConflicts), Problems)
)]
pub async fn conflicts(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    extract::Json(new): extract::Json<wire::NewLesson>,
) -> Result<Json<wire::LessonConflicts>, Problem> {
    require_admin(&caller)?;
    let new = lessons(&context, &new).await?;
    let conflicts = context.directory.conflicts(&new).await?.into_iter();
    Ok(Json(wire::LessonConflicts {
        conflicts: conflicts
            .map(|lesson| encode::lesson(lesson, language))
            .collect(),
        times: new.times,
    }))
}

/// Changes the status, the time, the length or the subject of a lesson, or of those that follow in its
/// series. For admins and the lesson's teacher.
///
/// The first completed lesson of a pair creates the pair's chat.
#[utoipa::path(
    patch,
    path = "/api/lessons/{id}",
    operation_id = "changeLesson",
    tag = "lessons",
    params(("id" = i64, Path)),
    request_body = wire::LessonChange,
    responses((status = 200, description = "The changed lesson", body = wire::ChangedLesson), Problems)
)]
pub async fn change(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(change): extract::Json<wire::LessonChange>,
) -> Result<Json<wire::ChangedLesson>, Problem> {
    let directory = &context.directory;
    let lesson = directory.lesson(id).await?.ok_or_else(lesson_not_found)?;
    if !caller.is_admin() && lesson.teacher_id != Some(caller.user_id) {
        let detail = "only an admin or the lesson's teacher may do this";
        return Err(Problem::forbidden(Code::NotYourLesson, detail));
    }
    let following = change.scope == wire::LessonScope::Following;
    if following && change.status == Some(LessonStatus::Completed) {
        return Err(invalid("lessons are completed one by one"));
    }
    let subject = change.subject.as_ref().map(Option::as_deref);
    let change = LessonChange {
        status: change.status,
        scheduled_at: change.scheduled_at.map(check_time).transpose()?,
        duration_minutes: change.duration_minutes.map(check_duration).transpose()?,
        subject: subject.map(check_subject).transpose()?,
        following,
        refuses_conflicts: change.refuse_conflicts,
    };
    let lessons = directory.change_lesson(id, change).await?;
    let lessons = lessons.ok_or_else(lesson_not_found)?;
    let answer = changed(&lessons, Some(id), language).ok_or_else(lesson_not_found)?;
    Ok(Json(answer))
}

/// Checks the lessons of a request, and computes the times of a repetition.
async fn lessons<'a>(
    context: &ContractContext,
    new: &'a wire::NewLesson,
) -> Result<NewLessons<'a>, Problem> {
    let scheduled_at = check_time(new.scheduled_at)?;
    let times = match &new.repeat {
        None => vec![scheduled_at],
        Some(repeat) => {
            let repetition = repetition(repeat)?;
            let times = context.directory.repeated_times(scheduled_at, repetition);
            let times = times.await.map_err(|error| match error {
                directory::Error::UnknownTimeZone => {
                    invalid("repeat.time_zone is no name of the IANA database")
                }
                error => error.into(),
            })?;
            let checked = times.into_iter().map(check_time);
            checked.collect::<Result<_, _>>()?
        }
    };
    Ok(NewLessons {
        teacher_id: UserId(new.teacher_id),
        student_id: UserId(new.student_id),
        times,
        duration_minutes: check_duration(new.duration_minutes.unwrap_or(DEFAULT_MINUTES))?,
        subject: check_subject(new.subject.as_deref())?,
        series_id: new.repeat.as_ref().map(|_| Uuid::now_v7()),
        refuses_conflicts: new.refuse_conflicts,
    })
}

fn repetition(repeat: &wire::Repeat) -> Result<Repetition<'_>, Problem> {
    let every_weeks = repeat.every_weeks.unwrap_or(1);
    if !(1..=52).contains(&every_weeks) {
        return Err(invalid("repeat.every_weeks is 1 to 52"));
    }
    let until = match (&repeat.until, repeat.count) {
        (Some(until), None) => {
            let until = until.parse::<Date>().ok();
            let until = until.filter(|until| (1..=9998).contains(&until.year()));
            Some(until.ok_or_else(|| invalid("repeat.until is no day such as 2027-05-31"))?)
        }
        (None, Some(2..=52)) => None,
        (None, Some(_)) => return Err(invalid("repeat.count is 2 to 52")),
        _ => return Err(invalid("repeat has either count or until")),
    };
    let time_zone = repeat.time_zone.as_deref().unwrap_or("UTC");
    if time_zone.len() > TIME_ZONE_MAX {
        return Err(invalid("repeat.time_zone is no name of the IANA database"));
    }
    Ok(Repetition {
        every_weeks,
        count: repeat.count,
        until,
        time_zone,
    })
}

/// The answer about the lesson with an id, or about the earliest one.
fn changed(
    lessons: &ChangedLessons,
    id: Option<i64>,
    language: Language,
) -> Option<wire::ChangedLesson> {
    let shown = |lesson: &Lesson| encode::lesson(lesson.clone(), language);
    let named = |lesson: &&Lesson| id.is_none_or(|id| lesson.id == id);
    let lesson = lessons.lessons.iter().find(named)?;
    Some(wire::ChangedLesson {
        lesson: shown(lesson),
        lessons: lessons.lessons.iter().map(shown).collect(),
        conflicts: lessons.conflicts.iter().map(shown).collect(),
    })
}

fn check_duration(minutes: i32) -> Result<i32, Problem> {
    if (5..=480).contains(&minutes) {
        return Ok(minutes);
    }
    Err(invalid("duration_minutes is 5 to 480"))
}

fn check_subject(subject: Option<&str>) -> Result<Option<&str>, Problem> {
    let Some(subject) = subject else {
        return Ok(None);
    };
    text::check(subject, SUBJECT_MAX)
        .map_err(|error| Problem::bad_request(Code::InvalidLesson, format!("subject {error}")))?;
    Ok(Some(subject))
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidLesson, detail)
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

//! The handlers.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::desk::encode::DeskEncoder;
use crate::api::pages::{PAGE, PageQuery};
use crate::desk::{Days, DeskMember, Figures, Scope, SortKey, Waiting, WaitingPage};
use crate::http::extract::Query;
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Days in a range at most.
const MAX_DAYS: i32 = 92;
/// Characters in the name of a time zone at most.
const TIME_ZONE_MAX: usize = 64;

/// Lists the private chats that wait for an answer of a teacher or a seller, the longest wait first. For
/// admins, or moderators.
#[utoipa::path(
    get,
    path = "/desk/unanswered",
    operation_id = "listUnanswered",
    tag = "desk",
    params(PageQuery),
    responses((status = 200, description = "A page of the list", body = wire::UnansweredList), Problems)
)]
pub async fn unanswered(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Query(query): Query<PageQuery>,
) -> Result<Json<wire::UnansweredList>, Problem> {
    let desk = context.desk(&caller)?;
    let paging = Paging::<SortKey>::new(PAGE, query.limit, query.cursor.as_deref())?;
    if desk.scope() == Scope::All {
        // It has the beginnings of messages.
        context.access_to_all(&caller, Action::Listed).await?;
    }
    let mut page = desk.waiting(paging.after, paging.rows()).await?;
    let encoder = DeskEncoder::new(&context, language);
    let waiting = std::mem::take(&mut page.waiting);
    let (chats, next_cursor) = paging.cut(
        waiting,
        |waiting: &Waiting| waiting.sort_key,
        |waiting| encode(waiting, &page, &encoder),
    );
    Ok(Json(wire::UnansweredList {
        chats: chats.into_iter().flatten().collect(),
        next_cursor,
    }))
}

fn encode(
    waiting: Waiting,
    page: &WaitingPage,
    encoder: &DeskEncoder<'_>,
) -> Option<wire::UnansweredChat> {
    let chat = page.chats.get(&waiting.chat_id)?;
    let awaited = chat.members.iter().filter(|member| member.answers());
    let awaited = awaited.map(DeskMember::person);
    Some(wire::UnansweredChat {
        asked_by: encoder.person(page.people.get(waiting.asked_by)),
        awaited: awaited.map(|person| encoder.person(person)).collect(),
        waiting_since: waiting.since.into(),
        message_id: waiting.message_id.0,
        messages_waiting: waiting.messages,
        excerpt: waiting.excerpt,
        chat: encoder.chat(chat),
    })
}

/// Counts messages, active chats and response times by day. For admins, or moderators.
#[utoipa::path(
    get,
    path = "/desk/statistics",
    operation_id = "getStatistics",
    tag = "desk",
    params(wire::StatisticsQuery),
    responses((status = 200, description = "The figures", body = wire::Statistics), Problems)
)]
pub async fn statistics(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Query(query): Query<wire::StatisticsQuery>,
) -> Result<Json<wire::Statistics>, Problem> {
    let desk = context.desk(&caller)?;
    let days = days(query)?;
    let is_known =
        days.time_zone.len() <= TIME_ZONE_MAX && desk.is_time_zone(&days.time_zone).await?;
    if !is_known {
        return Err(invalid("time_zone is no name of the IANA database"));
    }
    let statistics = desk.statistics(&days).await?;
    let totals = &statistics.totals;
    let by_day = statistics.days.iter().filter_map(day);
    Ok(Json(wire::Statistics {
        from: days.from.to_string(),
        to: days.to.to_string(),
        time_zone: days.time_zone,
        computed_at: statistics.computed_at.into(),
        days: by_day.collect(),
        totals: wire::TotalFigures {
            messages: totals.messages,
            active_chats: totals.active_chats,
            answers: totals.answers,
            response_median_seconds: totals.response_median,
            response_p90_seconds: totals.response_p90,
            unanswered: statistics.unanswered,
        },
    }))
}

fn day(figures: &Figures) -> Option<wire::DayFigures> {
    Some(wire::DayFigures {
        day: figures.day?.to_string(),
        messages: figures.messages,
        active_chats: figures.active_chats,
        answers: figures.answers,
        response_median_seconds: figures.response_median,
        response_p90_seconds: figures.response_p90,
    })
}

/// Checks the range of a request.
fn days(query: wire::StatisticsQuery) -> Result<Days, Problem> {
    let date = |given: Option<String>| -> Option<Date> {
        // Postgres reads and writes four digits.
        let date: Date = given?.parse().ok()?;
        (1..=9998).contains(&date.year()).then_some(date)
    };
    let from = date(query.from).ok_or_else(|| invalid("from is no day such as 2026-11-01"))?;
    let to = date(query.to).ok_or_else(|| invalid("to is no day such as 2026-11-23"))?;
    let length = (to - from).get_days() + 1;
    if !(1..=MAX_DAYS).contains(&length) {
        return Err(invalid("the range has 1 to 92 days"));
    }
    Ok(Days {
        from,
        to,
        time_zone: query.time_zone.unwrap_or_else(|| "UTC".to_owned()),
    })
}

fn invalid(detail: &'static str) -> Problem {
    Problem::bad_request(Code::InvalidQuery, detail)
}

//! The handlers.

use axum::Json;
use axum::extract::State;

use super::wire;
use crate::accesses::Action;
use crate::api::caller::NativeCaller;
use crate::api::context::ApiContext;
use crate::api::desk::encode::DeskEncoder;
use crate::api::pages::PAGE;
use crate::desk::{Report, ReportPage, ReportState};
use crate::domain::{Position, Rejection};
use crate::http::extract::{Path, Query};
use crate::http::paging::Paging;
use crate::http::problem::Problems;
use crate::http::{Problem, Reads, extract};

/// Lists reported messages. For moderators.
#[utoipa::path(
    get,
    path = "/desk/reports",
    operation_id = "listReports",
    tag = "desk",
    params(wire::ReportsQuery),
    responses((status = 200, description = "A page of the list", body = wire::DeskReportList), Problems)
)]
pub async fn list(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Query(query): Query<wire::ReportsQuery>,
) -> Result<Json<wire::DeskReportList>, Problem> {
    context.require(context.policy.features.reports)?;
    let desk = context.desk(&caller)?;
    let state = match query.state.unwrap_or_default() {
        wire::ReportState::Open => ReportState::Open,
        wire::ReportState::Closed => ReportState::Closed,
    };
    let paging = Paging::new(PAGE, query.limit, query.cursor.as_deref())?;
    let after = paging.after.map(Position);
    let recorded = context.access_to_all(&caller, Action::Reviewed).await?;
    let mut page = desk.reports(recorded, state, after, paging.rows()).await?;
    let encoder = DeskEncoder::new(&context, language);
    let reports = std::mem::take(&mut page.reports);
    let (reports, next_cursor) = paging.cut(
        reports,
        |report: &Report| report.sort_key.0,
        |report| encode(report, &page, &encoder),
    );
    Ok(Json(wire::DeskReportList {
        reports: reports.into_iter().flatten().collect(),
        next_cursor,
    }))
}

/// Closes a report with a decision. For moderators.
///
/// Repeating it changes nothing; another decision on a closed report is refused.
#[utoipa::path(
    post,
    path = "/desk/reports/{id}",
    operation_id = "decideReport",
    tag = "desk",
    params(("id" = i64, Path, description = "The id of the report")),
    request_body = wire::NewDecision,
    responses((status = 200, description = "The report", body = wire::DeskReport), Problems)
)]
pub async fn decide(
    State(context): State<ApiContext>,
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::NewDecision>,
) -> Result<Json<wire::DeskReport>, Problem> {
    use crate::domain::Resolution;
    context.require(context.policy.features.reports)?;
    let desk = context.desk(&caller)?;
    let resolution = match body.decision {
        wire::Decision::Dismiss => Resolution::Dismissed,
        wire::Decision::DeleteMessage => Resolution::MessageDeleted,
        wire::Decision::BanAuthor => Resolution::UserBanned,
    };
    let id = Position(id);
    let resolving = context.chat.resolve_report(caller.user_id, id, resolution);
    resolving.await?;
    let recorded = context.access_to_all(&caller, Action::Reviewed).await?;
    let mut page = desk.report(recorded, id).await?;
    let encoder = DeskEncoder::new(&context, language);
    let report = page.reports.pop();
    let report = report.and_then(|report| encode(report, &page, &encoder));
    Ok(Json(report.ok_or(Rejection::ReportNotFound)?))
}

fn encode(
    report: Report,
    page: &ReportPage,
    encoder: &DeskEncoder<'_>,
) -> Option<wire::DeskReport> {
    let person = |id| encoder.person(page.people.get(id));
    let resolution = match report.resolution.as_deref() {
        None => None,
        Some("message_deleted") => Some(wire::Resolution::MessageDeleted),
        Some("user_banned") => Some(wire::Resolution::UserBanned),
        Some(_) => Some(wire::Resolution::Dismissed),
    };
    Some(wire::DeskReport {
        id: report.id.0,
        state: match resolution {
            None => wire::ReportState::Open,
            Some(_) => wire::ReportState::Closed,
        },
        chat: encoder.chat(page.chats.get(&report.chat_id)?),
        message: wire::ReportedMessage {
            id: report.message_id.0,
            author: report.author_id.map(person),
            text: report.text,
            edited_since: report.is_edited_since,
            files: report.files,
            created_at: report.sent_at.map(Into::into),
            is_deleted: report.is_deleted,
        },
        reporter: report.reporter_id.map(person),
        reason: report.reason,
        created_at: report.created_at.into(),
        other_reports: report.others,
        author_is_banned: report.author_is_banned,
        resolution,
        resolved_by: report.resolved_by.map(person),
        resolved_at: report.resolved_at.map(Into::into),
    })
}

//! The queue of reports, for moderators and admins.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};

use crate::accesses::{self, Access, Target};
use crate::contracts::market::caller::MarketCaller;
use crate::contracts::market::wire::Action;
use crate::contracts::market::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::domain::{Position, Resolution};
use crate::http::Problem;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;

const PAGE: PageSize = PageSize {
    default: WHOLE,
    max: 200,
};

/// Lists the reports that wait, the oldest first, for moderators and admins.
#[utoipa::path(
    get,
    path = "/api/chat/moderation",
    operation_id = "listMarketReports",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(wire::ReportQuery),
    responses((status = 200, description = "A page of the queue", body = wire::ReportList, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))), Problems)
)]
pub async fn list(
    State(context): State<ContractContext>,
    caller: MarketCaller,
    Query(query): Query<wire::ReportQuery>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::ReportList>), Problem> {
    context.require(context.policy.features.reports)?;
    caller.require_moderator()?;
    let limit = PAGE.limit(query.limit)?;
    let after = Position(query.after_id.unwrap_or(0));
    let access = Access::new(accesses::Action::Reviewed, Target::AllChats);
    let recorded = context.accesses.record(&caller.0, access).await?;
    let mut reports = context.chat.reports(recorded, after, limit + 1).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = reports.len() > shown;
    reports.truncate(shown);
    let last = reports.last().filter(|_| has_more);
    let next = last.map_or_else(NextLink::default, |last| {
        NextLink::to(&uri, "after_id", last.id.0)
    });
    let reports = reports.into_iter().map(encode::report).collect();
    Ok((next, Json(wire::ReportList { reports })))
}

/// Resolves a report, for moderators and admins.
///
/// Resolving it again with the same action changes nothing. With another action it is 409.
#[utoipa::path(
    post,
    path = "/api/chat/moderation/{id}",
    operation_id = "settleMarketReport",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("id" = i64, Path)),
    request_body = wire::ResolveReport,
    responses((status = 204, description = "The report is resolved"), Problems)
)]
pub async fn resolve(
    State(context): State<ContractContext>,
    caller: MarketCaller,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::ResolveReport>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.reports)?;
    caller.require_moderator()?;
    let (moderator, report_id) = (caller.0.user_id, Position(id));
    let resolution = match body.action {
        Action::Dismiss => Resolution::Dismissed,
        Action::DeleteMessage => Resolution::MessageDeleted,
        Action::BanUser => Resolution::UserBanned,
    };
    let resolved = context
        .chat
        .resolve_report(moderator, report_id, resolution);
    resolved.await?;
    Ok(StatusCode::NO_CONTENT)
}

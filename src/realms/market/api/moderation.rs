//! Reports: the queue, and what a moderator makes of one.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::Position;
use crate::http::Problem;
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::realms::RealmContext;
use crate::realms::kit::paging::PageSize;
use crate::realms::market::caller::MarketCaller;
use crate::realms::market::{translate, wire};

const PAGE: PageSize = PageSize {
    default: 100,
    max: 200,
};

/// Reports that wait, the oldest first: for moderators and admins.
#[utoipa::path(
    get,
    path = "/api/chat/moderation",
    operation_id = "listMarketReports",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(wire::QueueQuery),
    responses((status = 200, description = "A page of the queue", body = wire::Queue), Problems)
)]
pub async fn queue(
    State(market): State<RealmContext>,
    caller: MarketCaller,
    Query(query): Query<wire::QueueQuery>,
) -> Result<Json<wire::Queue>, Problem> {
    caller.require_moderator()?;
    let limit = PAGE.limit(query.limit)?;
    let after = Position(query.after_id.unwrap_or(0));
    let reports = market.chat.reports(after, limit).await?;
    let reports = reports.into_iter().map(translate::report).collect();
    Ok(Json(wire::Queue { reports }))
}

/// Settles a report: for moderators and admins. Whoever comes second changes
/// nothing, and gets 409 where the first one settled it in another way.
#[utoipa::path(
    post,
    path = "/api/chat/moderation/{id}",
    operation_id = "settleMarketReport",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("id" = i64, Path)),
    request_body = wire::Settle,
    responses((status = 204, description = "It is settled"), Problems)
)]
pub async fn resolve_report(
    State(market): State<RealmContext>,
    caller: MarketCaller,
    Path(id): Path<i64>,
    extract::Json(settle): extract::Json<wire::Settle>,
) -> Result<StatusCode, Problem> {
    caller.require_moderator()?;
    let (moderator, report_id) = (caller.0.user_id, Position(id));
    market
        .chat
        .resolve_report(moderator, report_id, settle.action.into())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Messages of a chat: its history, a read mark, a report.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::chat::{HistoryAccess, HistoryBound};
use crate::domain::{ChatId, Command, MessageId};
use crate::http::extract::{self, Path, Query};
use crate::http::problem::Problems;
use crate::http::{Code, LastEventId, Problem};
use crate::realms::RealmContext;
use crate::realms::kit::history;
use crate::realms::kit::paging::PageSize;
use crate::realms::market::api::chats::execute_as_participant;
use crate::realms::market::caller::MarketCaller;
use crate::realms::market::plain_text;
use crate::realms::market::translate::{self, Parties};
use crate::realms::market::wire;

const PAGE: PageSize = PageSize {
    default: 100,
    max: 200,
};

/// A page of a chat's history, in chronological order, counted from the newest message or from
/// `before_id`. It marks nothing read.
#[utoipa::path(
    get,
    path = "/api/chat/chats/{chat_id}/messages",
    operation_id = "listMarketMessages",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = wire::MessageList,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Problems
    )
)]
pub async fn history(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessageList>), Problem> {
    let before = query
        .before_id
        .map(|id| HistoryBound::Before(MessageId(id)));
    let range = history::range(PAGE, query.limit, before, query.offset)?;
    let (reader, chat_id) = (caller.user_id, ChatId(chat_id));
    let page = market
        .chat
        .history(reader, chat_id, range, HistoryAccess::ReadOnly)
        .await?;
    let parties = Parties::from(market.chat.participants(chat_id).await?);
    let show = |message| translate::message(message, &parties, reader);
    let (at, messages) = history::show(page, show);
    Ok((at, Json(wire::MessageList { messages })))
}

/// Marks a chat read, to its newest message.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/read",
    operation_id = "markMarketChatRead",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path), wire::CallerQuery),
    responses((status = 200, description = "It is marked", body = wire::Success), Problems)
)]
pub async fn mark_read(
    State(market): State<RealmContext>,
    caller: MarketCaller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::CallerQuery>,
) -> Result<Json<wire::Success>, Problem> {
    caller.require(query.user_id.as_deref())?;
    let chat_id = ChatId(chat_id);
    let mark = Command::MarkRead {
        chat_id,
        up_to: None,
    };
    execute_as_participant(&market, caller.0.user_id, mark, chat_id).await?;
    Ok(Json(wire::Success::OK))
}

/// Asks a moderator to look at a message. Reporting it again while the report waits adds none.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/report",
    operation_id = "reportMarketMessage",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    request_body = wire::ReportMessage,
    responses((status = 202, description = "It waits for a moderator"), Problems)
)]
pub async fn report(
    State(market): State<RealmContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
    extract::Json(report): extract::Json<wire::ReportMessage>,
) -> Result<StatusCode, Problem> {
    let chat_id = ChatId(chat_id);
    let reason = plain_text::message_text(report.reason).map_err(|refused| {
        Problem::bad_request(Code::InvalidContent, format!("reason {refused}"))
    })?;
    let report = Command::ReportMessage {
        chat_id,
        message_id: MessageId(report.message_id),
        reason,
    };
    execute_as_participant(&market, caller.user_id, report, chat_id).await?;
    Ok(StatusCode::ACCEPTED)
}

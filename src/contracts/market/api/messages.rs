//! Messages of a chat: history, read mark, reports.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};

use crate::chat::{HistoryAccess, PageBound};
use crate::contracts::market::caller::MarketCaller;
use crate::contracts::market::parties::Parties;
use crate::contracts::market::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::history;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::PageSize;
use crate::contracts::shared::query::Query;
use crate::domain::{ChatId, MessageId, ReportMessage};
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::{LastEventId, Problem};

const PAGE: PageSize = PageSize {
    default: 100,
    max: 200,
};

/// Returns a page of a chat's history, in chronological order.
///
/// The page ends with the newest message, or before `before_id`. It marks nothing read.
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
            headers(
                ("Last-Event-ID" = String, description = "The last event that the answer reflects"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Problems
    )
)]
pub async fn history(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::MessageList>), Problem> {
    let (chat, reader, chat_id) = (&context.chat, caller.user_id, ChatId(chat_id));
    let before = query.before_id.map(MessageId).map(PageBound::Before);
    let range = history::range(PAGE, query.limit, before, query.offset)?;
    let access = HistoryAccess::ReadOnly;
    let page = chat.history(reader, chat_id, range, access).await?;
    let parties = Parties::from(chat.participants(reader, chat_id).await?);
    let next = history::next(&page, &uri, "before_id", |message| message.id.0);
    let encode = |message| encode::message(message, &parties, reader);
    let (cursor, messages) = history::encode(page, encode);
    Ok((cursor, next, Json(wire::MessageList { messages })))
}

/// Marks a chat read up to its newest message.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/read",
    operation_id = "markMarketChatRead",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path), wire::CallerQuery),
    responses((status = 200, description = "The chat is marked read", body = wire::Success), Problems)
)]
pub async fn mark_read(
    State(context): State<ContractContext>,
    caller: MarketCaller,
    Path(chat_id): Path<i64>,
    Query(query): Query<wire::CallerQuery>,
) -> Result<Json<wire::Success>, Problem> {
    caller.require_id(query.user_id.as_deref())?;
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    let marked = chat.mark_read(caller.0.user_id, chat_id, None);
    chat.or_chat_not_found(chat_id, marked).await?;
    Ok(Json(wire::Success::TRUE))
}

/// Reports a message to the moderators.
///
/// While a report of the caller waits, reporting the message again adds none.
#[utoipa::path(
    post,
    path = "/api/chat/chats/{chat_id}/report",
    operation_id = "reportMarketMessage",
    tag = "market",
    security(("bearer" = []), ("cookie" = []), ("guest" = [])),
    params(("chat_id" = i64, Path)),
    request_body = wire::ReportMessage,
    responses((status = 202, description = "The report waits for a moderator"), Problems)
)]
pub async fn report(
    State(context): State<ContractContext>,
    MarketCaller(caller): MarketCaller,
    Path(chat_id): Path<i64>,
    extract::Json(body): extract::Json<wire::ReportMessage>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.reports)?;
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    let command = ReportMessage {
        chat_id,
        message_id: MessageId(body.message_id),
        reason: context.message_text("reason", body.reason)?,
    };
    let reported = chat.execute(caller.user_id, command);
    chat.or_chat_not_found(chat_id, reported).await?;
    Ok(StatusCode::ACCEPTED)
}

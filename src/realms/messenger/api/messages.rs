//! Histories.

use axum::Json;
use axum::extract::State;

use crate::chat::{HistoryAccess, HistoryBound};
use crate::domain::{ChatId, MessageId};
use crate::http::Caller;
use crate::http::extract::{Path, Query};
use crate::http::{LastEventId, Problem};
use crate::realms::RealmContext;
use crate::realms::kit::history;
use crate::realms::kit::paging::PageSize;
use crate::realms::messenger::Errors;
use crate::realms::messenger::{translate, wire};

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// A page of a conversation's history, newest first. It marks nothing read.
///
/// `offset` counts from the newest, and costs by what it leaves out: `before_id` does not.
#[utoipa::path(
    get,
    path = "/api/messenger/conversations/{conversationId}/messages",
    operation_id = "listMessengerMessages",
    tag = "messenger",
    params(("conversationId" = i64, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = wire::MessagesAnswer,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Errors
    )
)]
pub async fn history(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessagesAnswer>), Problem> {
    let before = query
        .before_id
        .map(|id| HistoryBound::Before(MessageId(id)));
    let range = history::range(PAGE, query.limit, before, query.offset)?;
    let (chat, reader, chat_id) = (&messenger.chat, caller.user_id, ChatId(id));
    let page = chat.history(reader, chat_id, range, HistoryAccess::ReadOnly);
    let page = page.await?;
    let ids: Vec<MessageId> = page
        .value
        .messages
        .iter()
        .map(|message| message.id)
        .collect();
    let read_at = chat.read_at(chat_id, &ids).await?;
    let show = |message| translate::message(message, reader, &read_at);
    let (at, mut messages) = history::encode(page, show);
    messages.reverse();
    Ok((at, Json(wire::Messages { messages }.into())))
}

/// Counts the messages of other users that the caller has not read, over all conversations.
#[utoipa::path(
    get,
    path = "/api/messenger/unread-count",
    operation_id = "countMessengerUnread",
    tag = "messenger",
    responses((status = 200, description = "The count", body = wire::UnreadAnswer), Errors)
)]
pub async fn unread(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
) -> Result<Json<wire::UnreadAnswer>, Problem> {
    let unread_count = messenger.chat.unread_total(caller.user_id).await?;
    Ok(Json(wire::Unread { unread_count }.into()))
}

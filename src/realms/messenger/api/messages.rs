//! Histories.

use axum::Json;
use axum::extract::State;

use crate::chat::HistoryAccess;
use crate::domain::{ChatId, MessageId};
use crate::http::Caller;
use crate::http::extract::{Path, Query, in_range, span};
use crate::http::{LastEventId, Problem};
use crate::realms::messenger::errors::Errors;
use crate::realms::messenger::{Messenger, translate, wire};

/// Messages in one page, where no limit is given, and at most.
const PAGE: i64 = 50;
const PAGE_MAX: i64 = 100;

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
    State(messenger): State<Messenger>,
    Caller(caller): Caller,
    Path(id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessagesAnswer>), Problem> {
    let limit = in_range(query.limit, PAGE, PAGE_MAX)?;
    let span = span(query.before_id.map(MessageId), query.offset)?;
    let (chat, reader, chat_id) = (&messenger.chat, caller.user_id, ChatId(id));
    let page = chat.history(reader, chat_id, (span, limit), HistoryAccess::Look);
    let (page, at) = match page.await {
        Ok(page) => (page.shown, LastEventId(page.at)),
        Err(error) => return Err(chat.distinguish_not_found(error, chat_id).await.into()),
    };
    let ids: Vec<MessageId> = page.messages.iter().map(|message| message.id).collect();
    let read_at = chat.read_at(chat_id, &ids).await?;
    let newest_first = page.messages.into_iter().rev();
    let messages = newest_first
        .map(|message| translate::message(message, reader, &read_at))
        .collect();
    Ok((at, Json(wire::Messages { messages }.into())))
}

/// How many messages of others the caller has not read, over all conversations.
#[utoipa::path(
    get,
    path = "/api/messenger/unread-count",
    operation_id = "countMessengerUnread",
    tag = "messenger",
    responses((status = 200, description = "How many", body = wire::UnreadAnswer), Errors)
)]
pub async fn unread(
    State(messenger): State<Messenger>,
    Caller(caller): Caller,
) -> Result<Json<wire::UnreadAnswer>, Problem> {
    let unread_count = messenger.chat.unread(caller.user_id).await?;
    Ok(Json(wire::Unread { unread_count }.into()))
}

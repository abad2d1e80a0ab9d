//! Messages.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;

use crate::chat::{HistoryAccess, PageBound};
use crate::contracts::messenger::errors::Errors;
use crate::contracts::messenger::{encode, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::history;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::PageSize;
use crate::contracts::shared::query::Query;
use crate::domain::{ChatId, MessageId};
use crate::http::extract::Path;
use crate::http::{Caller, LastEventId, Problem};

const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// Lists a page of a conversation's messages, newest first. It marks nothing read.
///
/// `offset` counts from the newest message, and costs by what it skips; `before_id` costs the same
/// on every page.
#[utoipa::path(
    get,
    path = "/api/messenger/conversations/{conversationId}/messages",
    operation_id = "listMessengerMessages",
    tag = "messenger",
    params(("conversationId" = i64, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of messages",
            body = wire::MessagesAnswer,
            headers(
                ("Last-Event-ID" = String, description = "The id of the last event that the answer includes"),
                ("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`")
            )
        ),
        Errors
    )
)]
pub async fn history(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(conversation_id): Path<i64>,
    Query(query): Query<wire::HistoryQuery>,
    uri: Uri,
) -> Result<(LastEventId, NextLink, Json<wire::MessagesAnswer>), Problem> {
    let before = query.before_id.map(MessageId).map(PageBound::Before);
    let range = history::range(PAGE, query.limit, before, query.offset)?;
    let (chat, reader, chat_id) = (&context.chat, caller.user_id, ChatId(conversation_id));
    let page = chat.history(reader, chat_id, range, HistoryAccess::ReadOnly);
    let page = page.await?;
    let messages = page.value.messages.iter();
    let ids: Vec<MessageId> = messages.map(|message| message.id).collect();
    let read_at = chat.read_at(Some(reader), chat_id, &ids).await?;
    let next = history::next(&page, &uri, "before_id", |message| message.id.0);
    let message = |message| encode::message(message, reader, &read_at);
    let (last_event_id, mut messages) = history::encode(page, message);
    messages.reverse();
    Ok((
        last_event_id,
        next,
        Json(wire::Messages { messages }.into()),
    ))
}

/// Counts the messages of other users that the caller has not read, over all conversations.
#[utoipa::path(
    get,
    path = "/api/messenger/unread-count",
    operation_id = "countMessengerUnread",
    tag = "messenger",
    responses((status = 200, description = "The number of unread messages", body = wire::UnreadAnswer), Errors)
)]
pub async fn unread(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
) -> Result<Json<wire::UnreadAnswer>, Problem> {
    let unread_count = context.chat.unread_total(caller.user_id).await?;
    Ok(Json(wire::Unread { unread_count }.into()))
}

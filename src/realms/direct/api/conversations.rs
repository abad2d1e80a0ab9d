//! Conversations: the list, a history, a read mark.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::chat::{self, Chat, HistoryAccess, OffsetPage, People};
use crate::domain::{ChatId, Command, MessageId, Rejection, UserId};
use crate::http::Caller;
use crate::http::extract::{Path, Query, in_range, offset, span};
use crate::http::{LastEventId, Problem};
use crate::realms::direct::errors::Errors;
use crate::realms::direct::{Direct, translate, wire};

/// Conversations in one page, where no limit is given.
const LIST_PAGE: i64 = 20;
/// Messages in one page, where no limit is given.
const HISTORY_PAGE: i64 = 50;
/// Items in one page at most.
const PAGE_MAX: i64 = 100;

/// The caller's conversations, latest activity first.
#[utoipa::path(
    get,
    path = "/api/v1/chat/conversations",
    operation_id = "listDirectConversations",
    tag = "direct",
    params(wire::OffsetPage),
    responses((status = 200, description = "A page of the list", body = wire::ConversationList), Errors)
)]
pub async fn list(
    State(direct): State<Direct>,
    Caller(caller): Caller,
    Query(query): Query<wire::OffsetPage>,
) -> Result<Json<wire::ConversationList>, Problem> {
    let slice = OffsetPage {
        limit: in_range(query.limit, LIST_PAGE, PAGE_MAX)?,
        offset: offset(query.offset)?,
    };
    let reader = caller.user_id;
    let conversations = direct
        .chat
        .conversations(reader, slice, People::Ids)
        .await?;
    let conversations = conversations
        .into_iter()
        .map(|chat| translate::conversation(chat, reader))
        .collect();
    Ok(Json(wire::ConversationList { conversations }))
}

/// A page of a conversation's history, in chronological order, counted from the newest
/// message or from `before_id`. It marks nothing read.
#[utoipa::path(
    get,
    path = "/api/v1/chat/conversations/{id}/messages",
    operation_id = "listDirectMessages",
    tag = "direct",
    params(("id" = String, Path), wire::HistoryQuery),
    responses(
        (
            status = 200,
            description = "A page of the history",
            body = wire::MessageList,
            headers(("Last-Event-ID" = String, description = "The last event that the answer reflects"))
        ),
        Errors
    )
)]
pub async fn history(
    State(direct): State<Direct>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessageList>), Problem> {
    let limit = in_range(query.limit, HISTORY_PAGE, PAGE_MAX)?;
    let (reader, id) = (caller.user_id, translate::conversation_id(&id)?);
    let chat_id = direct.chat.find_chat(id).await?;
    let place = (reader, chat_id);
    let before = match query.before_id {
        Some(before) => Some(page_from(&direct.chat, place, &before).await?),
        None => None,
    };
    let span = span(before, query.offset)?;
    let page = direct
        .chat
        .history(reader, chat_id, (span, limit), HistoryAccess::Look)
        .await?;
    let messages = page.shown.messages.into_iter();
    let messages = messages
        .map(|message| translate::message(message, id, reader))
        .collect();
    let list = wire::MessageList { messages };
    Ok((LastEventId(page.at), Json(list)))
}

/// The message of this conversation to page from, which may be deleted by now.
async fn page_from(
    chat: &Chat,
    (reader, chat_id): (UserId, ChatId),
    before: &str,
) -> Result<MessageId, Problem> {
    // Who may not read here is told so, whatever message they name.
    chat.require_participant(reader, chat_id).await?;
    let id = chat
        .find_any_message(translate::message_id(before)?)
        .await?;
    match chat.message(reader, id).await {
        Ok(message) if message.chat_id == chat_id => Ok(id),
        // Of other conversations nothing is said.
        Ok(_) | Err(chat::Error::Rejected(_)) => Err(Rejection::MessageNotFound.into()),
        Err(error) => Err(error.into()),
    }
}

/// Marks a conversation read, to its newest message.
#[utoipa::path(
    post,
    path = "/api/v1/chat/conversations/{id}/read",
    operation_id = "markDirectRead",
    tag = "direct",
    params(("id" = String, Path)),
    responses((status = 204, description = "It is marked"), Errors)
)]
pub async fn mark_read(
    State(direct): State<Direct>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = translate::conversation_id(&id)?;
    let chat_id = direct.chat.find_chat(id).await?;
    let mark = Command::MarkRead {
        chat_id,
        up_to: None,
    };
    direct.chat.execute(caller.user_id, mark).await?;
    Ok(StatusCode::NO_CONTENT)
}

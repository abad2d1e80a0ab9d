//! Conversations: the list, a history, a read mark.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{limit, offset};
use crate::auth::Caller;
use crate::chat::{Reading, Slice, Span};
use crate::domain::Command;
use crate::http::extract::{Path, Query};
use crate::http::{Code, Problem};
use crate::realms::direct::errors::Errors;
use crate::realms::direct::{Direct, translate, wire};

/// Conversations in one page, where no limit is given.
const LIST_PAGE: i64 = 20;
/// Messages in one page, where no limit is given.
const HISTORY_PAGE: i64 = 50;

/// The caller's conversations, latest activity first.
#[utoipa::path(
    get,
    path = "/api/v1/chat/conversations",
    operation_id = "listDirectConversations",
    tag = "direct",
    params(wire::Slice),
    responses((status = 200, description = "A page of the list", body = wire::ConversationList), Errors)
)]
pub async fn list(
    State(direct): State<Direct>,
    Caller(caller): Caller,
    Query(query): Query<wire::Slice>,
) -> Result<Json<wire::ConversationList>, Problem> {
    let slice = Slice {
        limit: limit(query.limit, LIST_PAGE)?,
        offset: offset(query.offset)?,
    };
    let reader = caller.user_id;
    let conversations = direct.chat.conversations(reader, slice).await?;
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
    responses((status = 200, description = "A page of the history", body = wire::MessageList), Errors)
)]
pub async fn history(
    State(direct): State<Direct>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<Json<wire::MessageList>, Problem> {
    let limit = limit(query.limit, HISTORY_PAGE)?;
    let offset = offset(query.offset)?;
    if query.before_id.is_some() && offset > 0 {
        return Err(Problem::bad_request(
            Code::InvalidQuery,
            "before_id and offset exclude each other",
        ));
    }
    let (reader, id) = (caller.user_id, translate::conversation_id(&id)?);
    let chat_id = direct.chat.find_chat(id).await?;
    let span = match query.before_id {
        Some(before) => {
            let before = translate::message_id(&before)?;
            Span::Before(direct.chat.find_message(before).await?)
        }
        None => Span::NewestBut(offset),
    };
    let page = direct
        .chat
        .history(reader, chat_id, (span, limit), Reading::Look)
        .await?;
    let messages = page.shown.messages.into_iter();
    let messages = messages
        .map(|message| translate::message(message, id, reader))
        .collect();
    Ok(Json(wire::MessageList { messages }))
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

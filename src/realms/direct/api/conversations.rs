//! Conversations: the list, a history, a read mark.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::chat::{HistoryAccess, ParticipantScope};
use crate::domain::Command;
use crate::http::Caller;
use crate::http::extract::{Path, Query};
use crate::http::{LastEventId, Problem};
use crate::realms::RealmContext;
use crate::realms::direct::Errors;
use crate::realms::direct::{translate, wire};
use crate::realms::kit::history;
use crate::realms::kit::paging::PageSize;

const LIST_PAGE: PageSize = PageSize {
    default: 20,
    max: 100,
};
const HISTORY_PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

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
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Query(query): Query<wire::OffsetPage>,
) -> Result<Json<wire::ConversationList>, Problem> {
    let page = LIST_PAGE.page(query.limit, query.offset)?;
    let reader = caller.user_id;
    let conversations = direct
        .chat
        .chats_by_activity(reader, page, ParticipantScope::MemberIds)
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
    State(direct): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<String>,
    Query(query): Query<wire::HistoryQuery>,
) -> Result<(LastEventId, Json<wire::MessageList>), Problem> {
    let before = query.before_id.as_deref().map(translate::before);
    let range = history::range(HISTORY_PAGE, query.limit, before, query.offset)?;
    let (reader, id) = (caller.user_id, translate::conversation_id(&id)?);
    let chat_id = direct.chat.find_chat(id).await?;
    let page = direct
        .chat
        .history(reader, chat_id, range, HistoryAccess::ReadOnly)
        .await?;
    let (at, messages) = history::show(page, |message| translate::message(message, id, reader));
    Ok((at, Json(wire::MessageList { messages })))
}

/// Marks a conversation read, to its newest message.
#[utoipa::path(
    post,
    path = "/api/v1/chat/conversations/{id}/read",
    operation_id = "markDirectRead",
    tag = "direct",
    params(("id" = String, Path)),
    responses((status = 204, description = "The conversation is marked read"), Errors)
)]
pub async fn mark_read(
    State(direct): State<RealmContext>,
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

//! Conversations: the list and the read mark.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::chat::ParticipantScope;
use crate::http::extract::{Path, Query};
use crate::http::{Caller, Problem};
use crate::realms::RealmContext;
use crate::realms::direct::{Errors, encode, ids, wire};
use crate::realms::kit::paging::{PageSize, offset_page};

const PAGE: PageSize = PageSize {
    default: 20,
    max: 100,
};

/// Lists the caller's conversations, the latest activity first.
#[utoipa::path(
    get,
    path = "/api/v1/chat/conversations",
    operation_id = "listDirectConversations",
    tag = "direct",
    params(wire::OffsetPage),
    responses(
        (status = 200, description = "A page of the list", body = wire::ConversationList),
        Errors
    )
)]
pub async fn list(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Query(query): Query<wire::OffsetPage>,
) -> Result<Json<wire::ConversationList>, Problem> {
    let page = offset_page(PAGE, query.limit, query.offset)?;
    let reader = caller.user_id;
    let scope = ParticipantScope::MemberIds;
    let chats = context.chat.chats_by_activity(reader, page, scope).await?;
    let chats = chats.into_iter();
    let conversations = chats
        .map(|chat| encode::conversation(chat, reader))
        .collect();
    Ok(Json(wire::ConversationList { conversations }))
}

/// Marks a conversation read up to its newest message.
#[utoipa::path(
    post,
    path = "/api/v1/chat/conversations/{id}/read",
    operation_id = "markDirectRead",
    tag = "direct",
    params(("id" = String, Path, description = "The id of the conversation")),
    responses((status = 204, description = "The conversation is marked read"), Errors)
)]
pub async fn mark_read(
    State(context): State<RealmContext>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let chat_id = ids::find_conversation(&context.chat, &id).await?;
    context
        .chat
        .mark_read(caller.user_id, chat_id, None)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

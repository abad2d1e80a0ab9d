//! Conversations: the list and the read mark.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};

use crate::chat::ParticipantScope;
use crate::contracts::direct::errors::Errors;
use crate::contracts::direct::{encode, ids, wire};
use crate::contracts::shared::ContractContext;
use crate::contracts::shared::next_link::NextLink;
use crate::contracts::shared::paging::{OffsetPaging, PageSize, WHOLE};
use crate::contracts::shared::query::Query;
use crate::http::extract::Path;
use crate::http::{Caller, Problem};

const PAGE: PageSize = PageSize {
    default: WHOLE,
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
        (status = 200, description = "A page of the list", body = wire::ConversationList, headers(("Link" = Option<String>, description = "Where the list continues, if there is more: `rel=\"next\"`"))),
        Errors
    )
)]
pub async fn list(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Query(query): Query<wire::OffsetPage>,
    uri: Uri,
) -> Result<(NextLink, Json<wire::ConversationList>), Problem> {
    let paging = OffsetPaging::new(PAGE, query.limit, query.offset)?;
    let reader = caller.user_id;
    let (chat, scope) = (&context.chat, ParticipantScope::MemberIds);
    let chats = chat.chats_by_activity(reader, paging.rows(), scope);
    let (chats, next) = paging.cut(chats.await?, &uri);
    let chats = chats.into_iter();
    let conversations = chats
        .map(|chat| encode::conversation(chat, reader))
        .collect();
    Ok((next, Json(wire::ConversationList { conversations })))
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
    State(context): State<ContractContext>,
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

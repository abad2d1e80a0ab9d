//! Other people: leaving those of a group, and blocking one.

use axum::extract::State;
use axum::http::StatusCode;

use crate::domain::{ChatId, Command, UserId};
use crate::http::Caller;
use crate::http::Problem;
use crate::http::extract::Path;
use crate::realms::RealmContext;
use crate::realms::messenger::Errors;
use crate::realms::messenger::api::conversations::unknown_is_malformed;

/// Leaves a group. From that moment the caller gets nothing of it.
#[utoipa::path(
    delete,
    path = "/api/messenger/conversations/{conversationId}/members/me",
    operation_id = "leaveMessengerConversation",
    tag = "messenger",
    params(("conversationId" = i64, Path)),
    responses((status = 204, description = "The caller is out"), Errors)
)]
pub async fn leave(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Path(conversation_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let (chat, chat_id, user_id) = (&messenger.chat, ChatId(conversation_id), caller.user_id);
    let command = Command::RemoveParticipant { chat_id, user_id };
    if let Err(error) = chat.execute(user_id, command).await {
        return Err(chat.distinguish_not_found(error, chat_id).await.into());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Blocks a user: they can neither write to the caller in a direct conversation, nor begin one,
/// nor a group with the caller in it.
#[utoipa::path(
    post,
    path = "/api/messenger/users/{user_id}/block",
    operation_id = "blockMessengerUser",
    tag = "messenger",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "They are blocked"), Errors)
)]
pub async fn block(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let blocked = messenger.chat.block(caller.user_id, UserId(user_id)).await;
    blocked.map_err(unknown_is_malformed)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lifts a block.
#[utoipa::path(
    delete,
    path = "/api/messenger/users/{user_id}/block",
    operation_id = "unblockMessengerUser",
    tag = "messenger",
    params(("user_id" = i64, Path)),
    responses((status = 204, description = "They are not blocked"), Errors)
)]
pub async fn unblock(
    State(messenger): State<RealmContext>,
    Caller(caller): Caller,
    Path(user_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let unblocked = messenger
        .chat
        .unblock(caller.user_id, UserId(user_id))
        .await;
    unblocked.map_err(unknown_is_malformed)?;
    Ok(StatusCode::NO_CONTENT)
}

//! Members of a group.

use axum::extract::State;
use axum::http::StatusCode;

use crate::contracts::messenger::errors::Errors;
use crate::contracts::shared::ContractContext;
use crate::domain::{ChatId, RemoveParticipant};
use crate::http::extract::Path;
use crate::http::{Caller, Problem};

/// Leaves a group. From that moment the caller sees nothing of it.
#[utoipa::path(
    delete,
    path = "/api/messenger/conversations/{conversationId}/members/me",
    operation_id = "leaveMessengerConversation",
    tag = "messenger",
    params(("conversationId" = i64, Path)),
    responses((status = 204, description = "The caller is no longer a member"), Errors)
)]
pub async fn leave(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(conversation_id): Path<i64>,
) -> Result<StatusCode, Problem> {
    let (chat, chat_id, user_id) = (&context.chat, ChatId(conversation_id), caller.user_id);
    let command = RemoveParticipant { chat_id, user_id };
    let left = chat.execute(user_id, command);
    chat.or_chat_not_found(chat_id, left).await?;
    Ok(StatusCode::NO_CONTENT)
}

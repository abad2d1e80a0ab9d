//! The handlers.

use axum::extract::State;
use axum::http::StatusCode;

use crate::api::caller::MessagesCaller;
use crate::api::context::ApiContext;
use crate::domain::{ChatId, Command, MessageId, PinMessage, Principal, UnpinMessage};
use crate::http::Problem;
use crate::http::extract::Path;
use crate::http::problem::Problems;

/// Pins a message for all members: both users of a private chat may, and the owner and the admins of a
/// group. A chat has at most 50 pinned messages. Repeating changes nothing.
#[utoipa::path(
    put,
    path = "/chats/{id}/pins/{message_id}",
    operation_id = "pinMessage",
    tag = "messages",
    params(("id" = i64, Path), ("message_id" = i64, Path)),
    responses((status = 204, description = "The message is pinned"), Problems)
)]
pub async fn pin(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, message_id)): Path<(i64, i64)>,
) -> Result<StatusCode, Problem> {
    let (chat_id, message_id) = (ChatId(id), MessageId(message_id));
    let command = PinMessage {
        chat_id,
        message_id,
    };
    execute(&context, &caller, chat_id, command).await
}

/// Unpins a message. Those who may pin may unpin.
#[utoipa::path(
    delete,
    path = "/chats/{id}/pins/{message_id}",
    operation_id = "unpinMessage",
    tag = "messages",
    params(("id" = i64, Path), ("message_id" = i64, Path)),
    responses((status = 204, description = "The message is not pinned"), Problems)
)]
pub async fn unpin(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, message_id)): Path<(i64, i64)>,
) -> Result<StatusCode, Problem> {
    let (chat_id, message_id) = (ChatId(id), MessageId(message_id));
    let command = UnpinMessage {
        chat_id,
        message_id,
    };
    execute(&context, &caller, chat_id, command).await
}

async fn execute(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    command: impl Command,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.pins)?;
    context.require_writer_or_manager(caller, chat_id).await?;
    let executed = context.chat.execute(caller, command);
    context.about_chat(caller, chat_id, executed).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `POST /api/chats/{chat_id}/typing`.

use axum::extract::State;
use axum::http::StatusCode;

use crate::contracts::school::classes::require_known_chat;
use crate::contracts::school::roles::require_writer;
use crate::contracts::school::wire;
use crate::contracts::shared::ContractContext;
use crate::domain::ChatId;
use crate::http::Caller;
use crate::http::Problem;
use crate::http::extract::{Json, Path};
use crate::http::problem::Problems;

/// Signals to the other participant that the caller is typing, or has stopped.
///
/// A client repeats it every few seconds while the user types: a signal expires after six seconds,
/// and with the next message. The other participant receives it as the event `typing` if it is
/// connected now.
#[utoipa::path(
    post,
    path = "/api/chats/{chat_id}/typing",
    operation_id = "setTyping",
    tag = "chats",
    params(("chat_id" = i64, Path)),
    request_body = wire::SetTyping,
    responses((status = 204, description = "The signal was sent"), Problems)
)]
pub async fn set(
    State(context): State<ContractContext>,
    Caller(caller): Caller,
    Path(chat_id): Path<i64>,
    Json(body): Json<wire::SetTyping>,
) -> Result<StatusCode, Problem> {
    require_writer(&caller)?;
    let (chat, chat_id) = (&context.chat, ChatId(chat_id));
    require_known_chat(&context, &caller, chat_id).await?;
    chat.typing(caller.user_id, chat_id, body.is_typing).await?;
    Ok(StatusCode::NO_CONTENT)
}

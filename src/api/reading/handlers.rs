//! The handlers.

use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::MessagesCaller;
use crate::api::context::ApiContext;
use crate::chat;
use crate::domain::{ChatId, MessageId, Principal, Rejection};
use crate::http::Problem;
use crate::http::extract::{Json, OptionalJson, Path};
use crate::http::problem::Problems;

/// Marks a chat read up to a message, by default the newest. A mark never moves back.
#[utoipa::path(
    post,
    path = "/chats/{id}/read",
    operation_id = "markRead",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body(content = Option<wire::MarkRead>),
    responses((status = 204, description = "The chat is marked read"), Problems)
)]
pub async fn mark_read(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
    OptionalJson(body): OptionalJson<wire::MarkRead>,
) -> Result<StatusCode, Problem> {
    let up_to = body.unwrap_or_default().up_to_id.map(MessageId);
    let chat_id = ChatId(id);
    let marked = Box::pin(context.chat.mark_read(&caller, chat_id, up_to));
    marked_by(&context, &caller, chat_id, marked).await
}

/// Moves the caller's own read mark back to before a message of the chat, on their own devices alone: others go on
/// seeing what the caller has read. Reading and sending move it forward again.
#[utoipa::path(
    post,
    path = "/chats/{id}/unread",
    operation_id = "markUnread",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body = wire::MarkUnread,
    responses((status = 204, description = "The chat is unread from the message on"), Problems)
)]
pub async fn mark_unread(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
    Json(body): Json<wire::MarkUnread>,
) -> Result<StatusCode, Problem> {
    let (chat_id, from) = (ChatId(id), MessageId(body.from_id));
    let marked = Box::pin(context.chat.mark_unread(&caller, chat_id, from));
    marked_by(&context, &caller, chat_id, marked).await
}

/// The answer to a change of the caller's own mark, which who reads every chat does not have.
async fn marked_by(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    marked: impl Future<Output = Result<(), chat::Error>>,
) -> Result<StatusCode, Problem> {
    let marked = context.about_chat(caller, chat_id, marked).await;
    marked.map_err(|error| match error {
        chat::Error::Rejected(Rejection::NotAParticipant) if context.observes(caller) => {
            Rejection::ReadOnlyRole.into()
        }
        error => error,
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signals to the other members that the caller is typing, or has stopped. A signal expires after
/// six seconds, and with the next message.
#[utoipa::path(
    post,
    path = "/chats/{id}/typing",
    operation_id = "setTyping",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body = wire::Typing,
    responses((status = 204, description = "The signal was sent"), Problems)
)]
pub async fn set_typing(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path(id): Path<i64>,
    Json(body): Json<wire::Typing>,
) -> Result<StatusCode, Problem> {
    context.require_writer(&caller)?;
    let chat_id = ChatId(id);
    let sent = context.chat.typing(caller.user_id, chat_id, body.typing);
    context.about_chat(&caller, chat_id, sent).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! The handlers.

use axum::extract::State;
use axum::http::StatusCode;

use crate::api::caller::MessagesCaller;
use crate::api::context::ApiContext;
use crate::domain::{AddReaction, Emoji, MessageId, Principal, RemoveReaction};
use crate::http::extract::Path;
use crate::http::problem::Problems;
use crate::http::{Code, Problem};

/// Reacts to a message. Repeating a reaction changes nothing. A message has at most 20 different ones.
#[utoipa::path(
    put,
    path = "/messages/{id}/reactions/{emoji}",
    operation_id = "addReaction",
    tag = "messages",
    params(
        ("id" = i64, Path),
        ("emoji" = String, Path, description = "One Unicode emoji (RGI)", example = "👍")
    ),
    responses((status = 204, description = "The message has the reaction"), Problems)
)]
pub async fn add(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, emoji)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    let (message_id, emoji) = (MessageId(id), allowed(&context, &caller, &emoji)?);
    let command = AddReaction { message_id, emoji };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a reaction of the caller's own back, if there is one.
#[utoipa::path(
    delete,
    path = "/messages/{id}/reactions/{emoji}",
    operation_id = "removeReaction",
    tag = "messages",
    params(
        ("id" = i64, Path),
        ("emoji" = String, Path, description = "One Unicode emoji (RGI)", example = "👍")
    ),
    responses((status = 204, description = "The message does not have the reaction"), Problems)
)]
pub async fn remove(
    State(context): State<ApiContext>,
    MessagesCaller(caller): MessagesCaller,
    Path((id, emoji)): Path<(i64, String)>,
) -> Result<StatusCode, Problem> {
    let (message_id, emoji) = (MessageId(id), allowed(&context, &caller, &emoji)?);
    let command = RemoveReaction { message_id, emoji };
    context.chat.execute(&caller, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks a reaction of a caller.
fn allowed(context: &ApiContext, caller: &Principal, emoji: &str) -> Result<Emoji, Problem> {
    context.require(context.policy.features.reactions)?;
    context.require_writer(caller)?;
    Emoji::new(emoji).ok_or_else(|| {
        Problem::bad_request(Code::InvalidEmoji, "a reaction is one Unicode emoji (RGI)")
    })
}

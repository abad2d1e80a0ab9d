//! The handlers.

use axum::extract::State;
use axum::http::StatusCode;

use super::wire;
use crate::api::caller::ChatsCaller;
use crate::api::context::ApiContext;
use crate::api::messages::new_message;
use crate::domain::{ChatId, Draft, MessageId};
use crate::http::Problem;
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;

/// Saves the caller's draft in a chat, on all of their devices.
#[utoipa::path(
    put,
    path = "/chats/{id}/draft",
    operation_id = "saveDraft",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body = wire::DraftChange,
    responses((status = 204, description = "The draft is saved, or removed"), Problems)
)]
pub async fn save(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::DraftChange>,
) -> Result<StatusCode, Problem> {
    context.require(context.policy.features.drafts)?;
    let draft = if body.text.trim().is_empty() {
        None
    } else {
        Some(Draft {
            text: new_message::text(&context, "text", body.text)?.into_string(),
            reply_to: body.reply_to_id.map(MessageId),
        })
    };
    let saved = context
        .chat
        .save_draft(caller.user_id, ChatId(id), draft.as_ref());
    let saved = context.about_chat(&caller, ChatId(id), saved).await;
    saved.map_err(new_message::refused)?;
    Ok(StatusCode::NO_CONTENT)
}

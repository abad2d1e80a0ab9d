//! The caller's own part of a chat: settings and the draft.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;

use super::lists::encode_chats;
use crate::api::caller::ChatsCaller;
use crate::api::context::ApiContext;
use crate::api::{new_message, wire};
use crate::domain::{ChangeChatSettings, ChatId, ChatSettingsChange, Draft, MessageId};
use crate::http::extract::{self, Path};
use crate::http::problem::Problems;
use crate::http::{Problem, Reads};

/// Mutes, pins or archives a chat for the caller, on all of their devices.
#[utoipa::path(
    put,
    path = "/chats/{id}/me",
    operation_id = "changeChatSettings",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body = wire::ChatSettings,
    responses((status = 200, description = "The chat with the settings", body = wire::Chat), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::ChatSettings>,
) -> Result<Json<wire::Chat>, Problem> {
    let features = &context.policy.features;
    let mutes_or_archives = body.muted_until.is_some() || body.archived.is_some();
    context.require(features.mutes || !mutes_or_archives)?;
    context.require(features.pins || body.pinned.is_none())?;
    let chat_id = ChatId(id);
    let now = Timestamp::now();
    let change = ChatSettingsChange {
        muted_until: body.muted_until.map(|time| time.filter(|time| *time > now)),
        pinned: body.pinned,
        archived: body.archived,
    };
    let command = ChangeChatSettings { chat_id, change };
    let changed = context.chat.execute(&caller, command);
    context.about_chat(&caller, chat_id, changed).await?;
    let chat = context.chat_of(&caller, chat_id).await?.value;
    let chat = encode_chats(&context, &caller, language, vec![chat]).remove(0);
    Ok(Json(chat))
}

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
pub async fn save_draft(
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
            reply_to: body.reply_to.map(MessageId),
        })
    };
    let saved = context
        .chat
        .save_draft(caller.user_id, ChatId(id), draft.as_ref());
    context.about_chat(&caller, ChatId(id), saved).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! The handlers.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;

use super::wire;
use crate::api::caller::ChatsCaller;
use crate::api::chats::answer::chat_now;
use crate::api::chats::wire::Chat;
use crate::api::context::ApiContext;
use crate::domain::{ChangeChatSettings, ChatId, ChatSettingsChange};
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
    responses((status = 200, description = "The chat with the settings", body = Chat), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    extract::Json(body): extract::Json<wire::ChatSettings>,
) -> Result<Json<Chat>, Problem> {
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
    chat_now(&context, &caller, language, chat_id).await
}

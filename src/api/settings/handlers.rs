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
use crate::http::extract::{MergePatch, Path};
use crate::http::problem::Problems;
use crate::http::{Code, Problem, Reads};

/// Mutes, pins or archives a chat for the caller, on all of their devices.
#[utoipa::path(
    patch,
    path = "/chats/{id}/me",
    operation_id = "changeChatSettings",
    tag = "chats",
    params(("id" = i64, Path)),
    request_body(
        content((wire::ChatSettings = "application/json"), (wire::ChatSettings = "application/merge-patch+json"))
    ),
    responses((status = 200, description = "The chat with the settings", body = Chat), Problems)
)]
pub async fn change(
    State(context): State<ApiContext>,
    ChatsCaller(caller): ChatsCaller,
    Reads(language): Reads,
    Path(id): Path<i64>,
    MergePatch(body): MergePatch<wire::ChatSettings>,
) -> Result<Json<Chat>, Problem> {
    let features = &context.policy.features;
    let mutes = body.muted.is_some() || body.muted_until.is_some();
    context.require(features.mutes || !(mutes || body.archived.is_some()))?;
    context.require(features.pins || body.pinned.is_none())?;
    let chat_id = ChatId(id);
    let change = change_of(&body, Timestamp::now())?;
    let command = ChangeChatSettings { chat_id, change };
    let changed = context.chat.execute(&caller, command);
    context.about_chat(&caller, chat_id, changed).await?;
    chat_now(&context, &caller, language, chat_id).await
}

/// The change that a request wants.
fn change_of(body: &wire::ChatSettings, now: Timestamp) -> Result<ChatSettingsChange, Problem> {
    let until = body.muted_until.map(|time| time.filter(|time| *time > now));
    let is_past = until == Some(None) && body.muted_until != Some(None);
    let muted_until = match (body.muted.map(Option::unwrap_or_default), until) {
        (None, until) => until,
        (Some(true), Some(Some(until))) => Some(Some(until)),
        (Some(true), _) if !is_past => Some(Some(ChatSettingsChange::WITHOUT_END)),
        (Some(false), None | Some(None)) => Some(None),
        (Some(_), _) => {
            let detail = "muted and muted_until contradict each other";
            return Err(Problem::bad_request(Code::InvalidBody, detail).in_field("muted_until"));
        }
    };
    Ok(ChatSettingsChange {
        muted_until,
        pinned: body.pinned.map(Option::unwrap_or_default),
        archived: body.archived.map(Option::unwrap_or_default),
    })
}

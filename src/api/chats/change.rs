//! Changing a chat.

use super::{new_chat, wire};
use crate::api::caller::key_required;
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::chat;
use crate::domain::{
    AttachmentId, ChangeChatCustom, ChangeChatPicture, ChatId, Command, Principal, Rejection,
    RenameChat,
};
use crate::http::Problem;

/// Changes what is given. Every chat has custom data, and groups have a title and a picture.
pub(super) async fn change(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    body: wire::ChatChange,
) -> Result<(), Problem> {
    let patch = body.custom.map(custom::patch).transpose()?;
    let is_of_group = body.title.is_some() || body.avatar_id.is_some();
    if is_of_group || patch.is_none() {
        context.require(context.policy.features.groups)?;
    }
    let title = body.title.map(new_chat::checked_title).transpose()?;
    if let Some(patch) = patch.as_ref().filter(|_| is_of_group) {
        let chat = context.chat.chat(context.reader_of_own(caller), chat_id);
        let chat = context.about_chat(caller, chat_id, chat).await?.value;
        custom::check_merged(chat.view.custom, patch.clone())?;
    }
    // First, since only the picture may be refused besides the caller.
    if let Some(avatar_id) = body.avatar_id {
        let attachment_id = avatar_id.map(AttachmentId);
        let command = ChangeChatPicture {
            chat_id,
            attachment_id,
        };
        let changed = execute(context, caller, chat_id, command).await;
        changed.map_err(refused_in_group)?;
    }
    if let Some(title) = title {
        let command = RenameChat { chat_id, title };
        let changed = execute(context, caller, chat_id, command).await;
        changed.map_err(refused_in_group)?;
    }
    if let Some(patch) = patch {
        let command = ChangeChatCustom { chat_id, patch };
        let changed = execute(context, caller, chat_id, command).await;
        changed.map_err(|error| match error {
            chat::Error::Rejected(Rejection::NotAGroup) => key_required().in_field("custom"),
            error => custom::refused(error),
        })?;
    }
    Ok(())
}

async fn execute(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    command: impl Command,
) -> Result<(), chat::Error> {
    let executed = context.chat.execute(caller, command);
    let executed = context.about_chat(caller, chat_id, executed).await;
    executed.map(drop)
}

/// The refusal of a command that only groups have.
fn refused_in_group(error: chat::Error) -> Problem {
    match error {
        chat::Error::Rejected(rejection @ Rejection::NotAGroup) => {
            Problem::forbidden(rejection, rejection.to_string())
        }
        error => error.into(),
    }
}

//! Changing a message.

use super::{new_message, wire};
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::chat::{self, Message};
use crate::domain::text::MessageText;
use crate::domain::{ChangeMessageCustom, EditMessage, MessageId, Principal};
use crate::http::Problem;

/// Changes what is given. Custom data are no part of what people write: they change in every realm.
pub(super) async fn change(
    context: &ApiContext,
    caller: &Principal,
    message_id: MessageId,
    body: wire::Edit,
) -> Result<(), Problem> {
    if body.text.is_some() {
        context.require(context.policy.features.edits)?;
    }
    context.require_writer(caller)?;
    let patch = body.custom.map(custom::patch).transpose()?;
    let text = match body.text {
        Some(text) => Some(checked(context, caller, message_id, text).await?),
        None => None,
    };
    if let (Some(_), Some(patch)) = (&text, &patch)
        && let Some(message) = seen(context, caller, message_id).await?
    {
        custom::check_merged(message.custom, patch.clone())?;
    }
    // First, since only an edit may be refused besides the caller.
    if let Some(text) = text {
        let command = EditMessage { message_id, text };
        context.chat.execute(caller, command).await?;
    }
    if let Some(patch) = patch {
        let command = ChangeMessageCustom { message_id, patch };
        let changed = context.chat.execute(caller, command).await;
        changed.map_err(custom::refused)?;
    }
    Ok(())
}

/// Checks a new text, which may be blank if the message has files. They do not change.
async fn checked(
    context: &ApiContext,
    caller: &Principal,
    id: MessageId,
    text: String,
) -> Result<MessageText, Problem> {
    if !text.trim().is_empty() {
        return new_message::text(context, "text", text);
    }
    let message = seen(context, caller, id).await?;
    if message.is_none_or(|message| !message.attachments.is_empty()) {
        return new_message::blank(context, text);
    }
    new_message::text(context, "text", text)
}

/// The message, if the caller may see it: otherwise the change is refused anyway.
async fn seen(
    context: &ApiContext,
    caller: &Principal,
    id: MessageId,
) -> Result<Option<Message>, chat::Error> {
    let reader = context.reader_of_own(caller);
    match context.chat.message(reader, id).await {
        Ok(message) => Ok(Some(message)),
        Err(chat::Error::Rejected(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

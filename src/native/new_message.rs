//! Validation of a new message.

use uuid::Uuid;

use super::caller::{key_required, own_key};
use super::{NativeContext, wire};
use crate::domain::text::{self, MessageText};
use crate::domain::{
    AttachmentId, ChatId, Command, MessageId, MessageKind, MessageSent, Principal, UserId,
};
use crate::http::sending::{invalid_content, message_text};
use crate::http::{Problem, plain_text};

/// Files of one message at most.
const FILES_MAX: usize = 10;
/// Users whom one message mentions at most.
const MENTIONS_MAX: usize = 100;

/// Without what is empty, which is the same as absent.
fn without_empty(new: wire::NewMessage) -> wire::NewMessage {
    wire::NewMessage {
        text: new.text.filter(|text| !text.is_empty()),
        attachment_ids: new.attachment_ids.filter(|ids| !ids.is_empty()),
        mention_ids: new.mention_ids.filter(|ids| !ids.is_empty()),
        ..new
    }
}

/// The command that a request to send is.
pub(super) fn command(
    context: &NativeContext,
    caller: &Principal,
    chat_id: ChatId,
    new: wire::NewMessage,
    client_id: Option<Uuid>,
) -> Result<Command, Problem> {
    let new = without_empty(new);
    if new.kind == Some(wire::NewMessageType::System) {
        let message = system(context, caller, new, client_id)?;
        return Ok(Command::PostMessage { chat_id, message });
    }
    let Some(forward) = new.forward else {
        let message = validate(context, new, client_id)?;
        return Ok(Command::PostMessage { chat_id, message });
    };
    let ids = [new.attachment_ids, new.mention_ids];
    let has_more = new.text.is_some() || new.reply_to.is_some() || ids.iter().any(Option::is_some);
    if has_more {
        return Err(invalid_content("forward", "excludes all but client_id"));
    }
    Ok(Command::ForwardMessage {
        chat_id,
        message_id: MessageId(forward),
        client_id,
    })
}

/// A message of a program, which need not be in the chat.
fn system(
    context: &NativeContext,
    caller: &Principal,
    new: wire::NewMessage,
    client_id: Option<Uuid>,
) -> Result<MessageSent, Problem> {
    own_key(caller).ok_or_else(key_required)?;
    let ids = [new.attachment_ids, new.mention_ids];
    let others = [new.forward, new.reply_to];
    if ids.iter().any(Option::is_some) || others.iter().any(Option::is_some) {
        return Err(invalid_content(
            "type",
            "system excludes all but text and client_id",
        ));
    }
    Ok(MessageSent {
        content: text(context, "text", new.text.unwrap_or_default())?.into_string(),
        client_id,
        kind: MessageKind::System,
        ..MessageSent::default()
    })
}

/// The message that a request sends: a text, files, or both.
fn validate(
    context: &NativeContext,
    new: wire::NewMessage,
    client_id: Option<Uuid>,
) -> Result<MessageSent, Problem> {
    let attachments = distinct("attachment_ids", new.attachment_ids, FILES_MAX)?;
    let mentions = distinct("mention_ids", new.mention_ids, MENTIONS_MAX)?;
    if new.reply_to.is_some() {
        context.require(context.policy.features.replies)?;
    }
    let has_files = !attachments.is_empty();
    let given = new.text.unwrap_or_default();
    let content = if has_files && given.trim().is_empty() {
        blank(context, given)?
    } else {
        text(context, "text", given)?
    };
    let content = content.into_string();
    Ok(MessageSent {
        content,
        client_id,
        reply_to: new.reply_to.map(MessageId),
        kind: if has_files {
            MessageKind::File
        } else {
            MessageKind::Text
        },
        attachments: attachments.into_iter().map(AttachmentId).collect(),
        mentions: mentions.into_iter().map(UserId).collect(),
        ..MessageSent::default()
    })
}

/// Checks a blank text beside files.
pub(super) fn blank(context: &NativeContext, given: String) -> Result<MessageText, Problem> {
    MessageText::beside_files(given, context.policy.features.max_text)
        .map_err(|reason| invalid_content("text", reason))
}

/// Checks a text by the realm's rules. `field` names it in the refusal.
pub(super) fn text(
    context: &NativeContext,
    field: &str,
    given: String,
) -> Result<MessageText, Problem> {
    let features = &context.policy.features;
    let max = features.max_text;
    if features.strips_markup {
        return plain_text::parse(field, given, max);
    }
    text::check(&given, max).map_err(|reason| invalid_content(field, reason))?;
    message_text(field, given)
}

/// Checks a list of ids: at most `max`, none twice.
fn distinct(field: &str, ids: Option<Vec<i64>>, max: usize) -> Result<Vec<i64>, Problem> {
    let ids = ids.unwrap_or_default();
    if ids.len() > max {
        return Err(invalid_content(field, format!("has at most {max} ids")));
    }
    let is_repeated = |(at, id)| ids[..at].contains(id);
    if ids.iter().enumerate().any(is_repeated) {
        return Err(invalid_content(field, "has an id twice"));
    }
    Ok(ids)
}

//! Validation of a new message.

use uuid::Uuid;

use super::wire;
use crate::api::caller::{key_required, own_key};
use crate::api::context::ApiContext;
use crate::api::custom;
use crate::api::polls::new_poll;
use crate::api::polls::wire::NewPoll;
use crate::chat;
use crate::domain::text::MessageText;
use crate::domain::{
    AttachmentId, ChatId, MessageId, MessageKind, NewMessage, Principal, Rejection, UserId,
};
use crate::http::Problem;
use crate::http::sending::message_text;

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

/// The message that a request sends.
pub(in crate::api) fn parse(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    new: wire::NewMessage,
    client_id: Option<Uuid>,
) -> Result<NewMessage, Problem> {
    let mut new = without_empty(new);
    let custom = new.custom.take().map(custom::parse).transpose()?;
    let silent = new.silent.unwrap_or_default();
    let message = if new.kind == Some(wire::NewMessageType::System) {
        system(context, caller, chat_id, new)?
    } else if let Some(forward) = new.forward_id {
        forwarding(chat_id, MessageId(forward), &new)?
    } else if let Some(poll) = new.poll.take() {
        asking(context, chat_id, poll, new)?
    } else {
        own(context, chat_id, new)?
    };
    Ok(NewMessage {
        custom: custom.unwrap_or_default(),
        silent,
        client_id,
        ..message
    })
}

/// A message that has the text and the files of another one.
fn forwarding(
    chat_id: ChatId,
    forward: MessageId,
    new: &wire::NewMessage,
) -> Result<NewMessage, Problem> {
    let ids = [&new.attachment_ids, &new.mention_ids];
    let has_more = new.text.is_some()
        || new.reply_to_id.is_some()
        || new.poll.is_some()
        || ids.iter().any(|ids| ids.is_some());
    if has_more {
        return Err(Problem::invalid_content(
            "forward_id",
            "excludes all but custom, silent and client_id",
        ));
    }
    Ok(NewMessage::forward(chat_id, forward))
}

/// A message of a program, which need not be in the chat.
fn system(
    context: &ApiContext,
    caller: &Principal,
    chat_id: ChatId,
    new: wire::NewMessage,
) -> Result<NewMessage, Problem> {
    own_key(caller).ok_or_else(key_required)?;
    let ids = [new.attachment_ids, new.mention_ids];
    let others = [new.forward_id, new.reply_to_id];
    let has_more = ids.iter().any(Option::is_some) || others.iter().any(Option::is_some);
    if has_more || new.poll.is_some() {
        return Err(Problem::invalid_content(
            "type",
            "system excludes all but text, custom, silent and client_id",
        ));
    }
    let text = text(context, "text", new.text.unwrap_or_default())?;
    Ok(NewMessage {
        kind: MessageKind::System,
        ..NewMessage::text(chat_id, text)
    })
}

/// A message that is a poll.
fn asking(
    context: &ApiContext,
    chat_id: ChatId,
    poll: NewPoll,
    new: wire::NewMessage,
) -> Result<NewMessage, Problem> {
    if new.text.is_some() || new.attachment_ids.is_some() {
        return Err(Problem::invalid_content("poll", "excludes text and files"));
    }
    let (text, settings) = new_poll::parse(context, poll)?;
    let mut message = own(
        context,
        chat_id,
        wire::NewMessage {
            text: Some(text.into_string()),
            ..new
        },
    )?;
    message.poll = Some(settings);
    Ok(message)
}

/// A message of a text, files, or both.
fn own(
    context: &ApiContext,
    chat_id: ChatId,
    new: wire::NewMessage,
) -> Result<NewMessage, Problem> {
    let attachments = distinct("attachment_ids", new.attachment_ids, FILES_MAX)?;
    let mentions = distinct("mention_ids", new.mention_ids, MENTIONS_MAX)?;
    if new.reply_to_id.is_some() {
        context.require(context.policy.features.replies)?;
    }
    let has_files = !attachments.is_empty();
    let given = new.text.unwrap_or_default();
    let text = if has_files && given.trim().is_empty() {
        blank(context, given)?
    } else {
        text(context, "text", given)?
    };
    Ok(NewMessage {
        files: attachments.into_iter().map(AttachmentId).collect(),
        kind: if has_files {
            MessageKind::File
        } else {
            MessageKind::Text
        },
        reply_to: new.reply_to_id.map(MessageId),
        mentions: mentions.into_iter().map(UserId).collect(),
        ..NewMessage::text(chat_id, text)
    })
}

/// Checks a blank text beside files.
pub(in crate::api) fn blank(context: &ApiContext, given: String) -> Result<MessageText, Problem> {
    MessageText::beside_files(given, context.policy.features.max_text)
        .map_err(|reason| Problem::invalid_content("text", reason))
}

/// The refusal of a message, a scheduled one or a draft, with the field that it is about.
pub(in crate::api) fn refused(error: chat::Error) -> Problem {
    let field = match error {
        chat::Error::Rejected(Rejection::ReplyNotFound) => Some("reply_to_id"),
        chat::Error::Rejected(Rejection::AttachmentNotFound) => Some("attachment_ids"),
        chat::Error::Rejected(Rejection::MessageNotFound) => Some("forward_id"),
        chat::Error::Rejected(Rejection::InvalidSendAt) => Some("send_at"),
        _ => None,
    };
    let problem = Problem::from(error);
    match field {
        Some(field) => problem.in_field(field),
        None => problem,
    }
}

/// Checks a text by the realm's rules. `field` names it in the refusal.
pub(in crate::api) fn text(
    context: &ApiContext,
    field: &str,
    given: String,
) -> Result<MessageText, Problem> {
    message_text(&context.policy.features, field, given)
}

/// Checks a list of ids: at most `max`, none twice.
pub(in crate::api) fn distinct(
    field: &str,
    ids: Option<Vec<i64>>,
    max: usize,
) -> Result<Vec<i64>, Problem> {
    let ids = ids.unwrap_or_default();
    if ids.len() > max {
        return Err(Problem::invalid_content(
            field,
            format!("has at most {max} ids"),
        ));
    }
    let is_repeated = |(at, id)| ids[..at].contains(id);
    if ids.iter().enumerate().any(is_repeated) {
        return Err(Problem::invalid_content(field, "has an id twice"));
    }
    Ok(ids)
}

//! Encodes messages for the wire. Pure.

use super::{system_message, wire};
use crate::api::polls::encode::{poll as encode_poll, without_votes};
use crate::api::reactions::wire::Reaction;
use crate::chat::{Audience, Message, Quote};
use crate::domain::{
    Event, ForwardedFrom, Language, Mention, MessageKind, MessageSent, Poll, Realm, UserId,
};
use crate::http::attachment::{Attachment, AttachmentKind, attachments};

/// A message. Only its author sees the `client_id`. The language is that of system messages.
pub(in crate::api) fn message(
    message: Message,
    realm: Realm,
    reader: Option<UserId>,
    language: Language,
) -> wire::Message {
    let is_own = message.sender_id.is_some() && message.sender_id == reader;
    let attachments = attachments(&message.attachments, realm);
    let poll = message.poll.as_ref();
    let poll = poll.and_then(|poll| encode_poll(poll, &message.content));
    let mentions = mentions(&message.mentions, &message.content);
    let system = match &message.system {
        Some(system) => Some(system_message::described(system)),
        None => notice(message.kind, message.sender_id),
    };
    let (kind, text) = match &message.system {
        Some(system) => (
            wire::MessageType::System,
            system_message::text(system, language),
        ),
        None if poll.is_some() => (wire::MessageType::Poll, message.content),
        None => (message_type(message.kind, &attachments), message.content),
    };
    wire::Message {
        id: message.id.0,
        uuid: message.uuid,
        chat_id: message.chat_id.0,
        author_id: author_id(message.kind, message.sender_id),
        kind,
        text,
        reply_to: message.reply_to.map(quote),
        forwarded_from: message.forwarded_from.map(forwarded),
        attachments,
        reactions: message.reactions.into_iter().map(Reaction::from).collect(),
        mentions,
        custom: message.custom.into(),
        system,
        poll,
        created_at: message.created_at.into(),
        edited_at: message.edited_at.map(Into::into),
        deleted_at: message.deleted_at.map(Into::into),
        client_id: message.client_id.filter(|_| is_own),
    }
}

/// A message as it was sent, unless it replies to another one, whose text its event lacks.
pub(in crate::api) fn sent_message(
    event: &Event,
    sent: &MessageSent,
    audience: Audience,
) -> Option<wire::Message> {
    if sent.reply_to.is_some() {
        return None;
    }
    let attachments = attachments(&sent.files, event.realm);
    let poll = sent.poll.map(Poll::new);
    let poll = poll.and_then(|poll| encode_poll(&poll, &sent.content));
    Some(wire::Message {
        id: event.message_id().0,
        uuid: event.event_id,
        chat_id: event.chat_id.0,
        author_id: author_id(sent.kind, event.actor_id),
        kind: match poll {
            Some(_) => wire::MessageType::Poll,
            None => message_type(sent.kind, &attachments),
        },
        text: sent.content.clone(),
        reply_to: None,
        forwarded_from: sent.forwarded_from.map(forwarded),
        attachments,
        reactions: Vec::new(),
        mentions: mentions(&sent.mentions, &sent.content),
        custom: sent.custom.clone().into(),
        system: notice(sent.kind, event.actor_id),
        poll,
        created_at: event.recorded_at.into(),
        edited_at: None,
        deleted_at: None,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    })
}

/// Nobody stands in a text that was erased.
fn mentions(mentions: &[Mention], text: &str) -> Vec<wire::Mention> {
    let mentions = mentions.iter().map(|mention| {
        let place = mention.place.filter(|_| !text.is_empty());
        wire::Mention {
            user_id: mention.user_id.0,
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
        }
    });
    mentions.collect()
}

/// Nobody is the author of a system message, not even the key that sent it.
fn author_id(kind: MessageKind, sender: Option<UserId>) -> Option<i64> {
    sender
        .filter(|_| kind != MessageKind::System)
        .map(|id| id.0)
}

/// What a system message is that was sent and tells of no event.
fn notice(kind: MessageKind, sender: Option<UserId>) -> Option<wire::System> {
    (kind == MessageKind::System).then(|| wire::System {
        kind: wire::SystemKind::Notice,
        actor_id: sender.map(|id| id.0),
        user_ids: Vec::new(),
    })
}

/// What a message replies to.
pub(in crate::api) fn quote(quote: Quote) -> wire::Quote {
    wire::Quote {
        id: quote.id.0,
        uuid: quote.uuid,
        author_id: quote.author_id.map(|id| id.0),
        excerpt: quote.excerpt,
    }
}

fn forwarded(from: ForwardedFrom) -> wire::Forwarded {
    wire::Forwarded {
        message_id: from.message_id.0,
        author_id: Some(from.author_id.0),
        chat_id: from.chat_id.0,
    }
}

fn message_type(kind: MessageKind, files: &[Attachment]) -> wire::MessageType {
    let is_voice = |attached: &Attachment| attached.file.kind == AttachmentKind::Voice;
    match kind {
        MessageKind::System => wire::MessageType::System,
        _ if files.iter().any(is_voice) => wire::MessageType::Voice,
        MessageKind::Text | MessageKind::File | MessageKind::Image => wire::MessageType::Text,
    }
}

impl wire::Message {
    /// Without what later events of its own tell of.
    pub(in crate::api) fn without_later_parts(self) -> Self {
        Self {
            reactions: Vec::new(),
            poll: self.poll.map(without_votes),
            ..self
        }
    }

    /// Whether parts of it are marked as the reader's own.
    pub(in crate::api) fn has_own_marks(&self) -> bool {
        !self.reactions.is_empty() || self.poll.is_some()
    }
}

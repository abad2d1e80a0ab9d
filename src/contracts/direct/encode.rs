//! Renders chats, messages, events and errors for the wire. Pure.

use bytes::Bytes;

use super::realm::REALM;
use super::wire::{self, ServerFrame};
use crate::chat::{self, Audience, ChatView};
use crate::domain::{
    Cursor, Event, EventBody, MessageSent, Presence, Typing, UserId, text_or_file_names,
};
use crate::http::Problem;
use crate::http::attachment::{Attachment, attachments, attachments_of};
use crate::http::stream::{WithId, json};

/// A conversation in the list of one of its two participants.
pub(super) fn conversation(chat: ChatView, reader: UserId) -> wire::Conversation {
    let mut members = chat.members.iter();
    let other = members.find(|member| member.user_id != reader);
    wire::Conversation {
        id: chat.uuid,
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        participant_id: other.map(|other| other.user_id.to_string()),
        last_message: chat.last_message.map(|message| wire::LastMessage {
            id: message.uuid,
            sender_id: user_id(message.sender_id),
            attachments: shown(attachments_of(&message, REALM)),
            body: text_or_file_names(message.content, &message.attachments),
            created_at: message.created_at,
        }),
        unread_count: chat.unread_count,
    }
}

/// A message of a history page.
pub(super) fn message(
    message: chat::Message,
    conversation_id: uuid::Uuid,
    reader: UserId,
) -> wire::Message {
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.uuid,
        conversation_id,
        sender_id: user_id(message.sender_id),
        attachments: shown(attachments_of(&message, REALM)),
        body: text_or_file_names(message.content, &message.attachments),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| is_own),
    }
}

/// Files, with ids as the contract has them.
fn shown(files: Vec<Attachment>) -> Vec<wire::Attachment> {
    let shown = files.into_iter().map(|attached| wire::Attachment {
        id: attached.id.to_string(),
        file: attached.file,
    });
    shown.collect()
}

/// A message as it was sent.
pub(super) fn sent_message(event: &Event, sent: &MessageSent, audience: Audience) -> wire::Message {
    wire::Message {
        id: event.event_id,
        conversation_id: event.chat_uuid,
        sender_id: user_id(event.actor_id),
        body: sent.text_or_file_names(),
        attachments: shown(attachments(&sent.files, REALM)),
        created_at: event.recorded_at,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    }
}

/// The frame of an event; `None` if this audience gets none.
pub(super) fn event(event: &Event, audience: Audience) -> Option<Bytes> {
    let frame = match &event.body {
        // Its text was erased.
        EventBody::MessageSent(sent) if sent.is_blank() => return None,
        EventBody::MessageSent(sent) => {
            ServerFrame::Message(sent_message(event, sent, audience).into())
        }
        EventBody::ChatRead(_) => ServerFrame::Read(wire::Read {
            conversation_id: event.chat_uuid,
            user_id: user_id(event.actor_id),
            last_read_id: event.subject_uuid,
        }),
        // The contract has no frame for other kinds.
        _ => return None,
    };
    Some(durable(event, &frame))
}

/// `message_edited`, with the message as it is now.
pub(super) fn message_edited(
    event: &Event,
    message: chat::Message,
    audience: Audience,
) -> Option<Bytes> {
    let message = wire::Message {
        id: event.subject_uuid?,
        conversation_id: event.chat_uuid,
        sender_id: user_id(message.sender_id),
        attachments: shown(attachments(&message.attachments, REALM)),
        body: text_or_file_names(message.content, &message.attachments),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| audience == Audience::Actor),
    };
    Some(durable(event, &ServerFrame::MessageEdited(message.into())))
}

fn durable(event: &Event, frame: &ServerFrame) -> Bytes {
    let id = event.cursor();
    json(&WithId { id, frame })
}

/// The first frame.
pub(super) fn ready(start: Cursor) -> Bytes {
    let frame = &ServerFrame::Ready;
    json(&WithId { id: start, frame })
}

/// The frame of a user's presence.
pub(super) fn presence(presence: Presence) -> Bytes {
    json(&ServerFrame::Presence(presence.into()))
}

/// The frame of a user who types.
pub(super) fn typing(typing: &Typing) -> Bytes {
    json(&ServerFrame::Typing(wire::Typing {
        conversation_id: typing.chat_uuid,
        user_id: typing.user_id.to_string(),
        is_typing: typing.is_typing,
    }))
}

fn user_id(id: Option<UserId>) -> Option<String> {
    id.map(|id| id.to_string())
}

impl From<&Problem> for wire::Error {
    fn from(problem: &Problem) -> Self {
        Self {
            error: problem.detail().to_owned(),
            code: problem.code(),
        }
    }
}

impl From<Presence> for wire::Presence {
    fn from(presence: Presence) -> Self {
        Self {
            user_id: presence.user_id.to_string(),
            online: presence.online,
            last_seen: presence.last_seen.map(jiff::Timestamp::as_second),
        }
    }
}

impl From<wire::Message> for wire::SocketMessage {
    fn from(message: wire::Message) -> Self {
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            sender_id: message.sender_id,
            body: message.body,
            attachments: message.attachments,
            created_at: message.created_at.as_second(),
            client_id: message.client_id,
        }
    }
}

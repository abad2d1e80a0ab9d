//! Encodes answers and events for the wire. Pure.

use std::collections::HashMap;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;

use super::wire::{self, frames};
use crate::chat::{self, Audience, ChatView};
use crate::domain::{
    Attachment, ChatCreated, ChatKind, ChatRead, Cursor, Event, EventBody, MessageId, MessageKind,
    MessageSent, Presence, Rejection, Typing, UserId, text_or_file_names,
};
use crate::http::stream::{WithEventId, json};
use crate::http::{Code, Problem};

impl From<&Problem> for wire::Failure {
    fn from(problem: &Problem) -> Self {
        Self {
            success: false,
            error: text_for_people(problem),
            code: problem.code(),
        }
    }
}

impl From<&Problem> for frames::Refusal {
    fn from(problem: &Problem) -> Self {
        Self {
            message: text_for_people(problem),
            code: problem.code(),
        }
    }
}

fn text_for_people(problem: &Problem) -> String {
    match problem.code() {
        Code::Rejection(Rejection::NotAParticipant) => "Access denied".to_owned(),
        _ => problem.detail().to_owned(),
    }
}

impl From<MessageKind> for wire::MessageType {
    fn from(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Text | MessageKind::System => Self::Text,
            MessageKind::File => Self::File,
            MessageKind::Image => Self::Image,
        }
    }
}

impl From<wire::MessageType> for MessageKind {
    fn from(kind: wire::MessageType) -> Self {
        match kind {
            wire::MessageType::Text => Self::Text,
            wire::MessageType::File => Self::File,
            wire::MessageType::Image => Self::Image,
        }
    }
}

impl From<ChatKind> for wire::ConversationType {
    fn from(kind: ChatKind) -> Self {
        match kind {
            ChatKind::Private => Self::Direct,
            ChatKind::Group => Self::Group,
        }
    }
}

pub(super) fn attachment(attachment: Attachment) -> wire::Attachment {
    wire::Attachment {
        id: attachment.id.0,
        url: format!("/api/messenger/attachments/{}", attachment.id),
        name: attachment.name,
        mime: attachment.mime,
        size: attachment.size,
    }
}

/// A conversation as one of its participants sees it.
pub(super) fn conversation(chat: ChatView) -> wire::Conversation {
    let last = chat.last_message;
    let last_message_at = last.as_ref().map(|message| message.created_at);
    let members = chat.members.iter();
    wire::Conversation {
        id: chat.id.0,
        kind: chat.kind.into(),
        name: chat.title,
        participants: members.map(|member| member.user_id.0).collect(),
        last_message_id: last.as_ref().map(|message| message.id.0),
        last_message_at,
        last_message_content: last
            .map(|message| text_or_file_names(message.content, &message.attachments)),
        last_message_time: last_message_at,
        unread_count: chat.unread_count,
        created_at: chat.created_at,
        updated_at: chat.updated_at,
    }
}

/// A conversation right after its creation.
fn new_conversation(event: &Event, created: &ChatCreated) -> wire::Conversation {
    let members = created.participants.iter().map(|member| member.user_id.0);
    let mut participants: Vec<i64> = members.collect();
    participants.sort_unstable();
    wire::Conversation {
        id: event.chat_id.0,
        kind: created.kind.into(),
        name: created.title.clone(),
        participants,
        last_message_id: None,
        last_message_at: None,
        last_message_content: None,
        last_message_time: None,
        unread_count: 0,
        created_at: event.recorded_at,
        updated_at: event.recorded_at,
    }
}

/// A message as it is now. Only its sender sees the `client_id`.
pub(super) fn message(
    message: chat::Message,
    reader: UserId,
    read_at: &HashMap<MessageId, Timestamp>,
) -> wire::Message {
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.id.0,
        conversation_id: message.chat_id.0,
        sender_id: message.sender_id.map(|id| id.0),
        content: text_or_file_names(message.content, &message.attachments),
        kind: message.kind.into(),
        attachments: message.attachments.into_iter().map(attachment).collect(),
        read_at: read_at.get(&message.id).copied(),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| is_own),
    }
}

/// A message as it was sent.
pub(super) fn sent_message(event: &Event, sent: &MessageSent, audience: Audience) -> wire::Message {
    wire::Message {
        id: event.message_id().0,
        conversation_id: event.chat_id.0,
        sender_id: event.actor_id.map(|id| id.0),
        content: sent.text_or_file_names(),
        kind: sent.kind.into(),
        attachments: sent.files.iter().cloned().map(attachment).collect(),
        read_at: None,
        created_at: event.recorded_at,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    }
}

/// An event of Socket.IO from the server: its name, and its data as JSON.
pub struct Packet {
    pub(super) name: &'static str,
    pub(super) data: Bytes,
}

impl Packet {
    fn new(name: &'static str, data: &impl Serialize) -> Self {
        let data = json(data);
        Self { name, data }
    }
}

/// The name of an event's packet for a reader; `None` if this realm sends the reader none.
pub(super) fn event_name(event: &Event, reader: UserId) -> Option<&'static str> {
    match &event.body {
        // The text of an erased user.
        EventBody::MessageSent(sent) if sent.is_blank() => None,
        EventBody::MessageSent(_) => Some("new_message"),
        EventBody::ChatCreated(_) => Some("conversation_created"),
        EventBody::ChatRead(read)
            if event.actor_id != Some(reader) && !read.newly_read.is_empty() =>
        {
            Some("messages_read")
        }
        _ => None,
    }
}

/// The data of an event's packet, which all readers of an audience share.
pub(super) fn event_data(event: &Event, audience: Audience) -> Option<Bytes> {
    match &event.body {
        EventBody::MessageSent(sent) => Some(new_message(event, sent, audience)),
        EventBody::ChatCreated(created) => Some(conversation_created(event, created)),
        EventBody::ChatRead(read) => Some(messages_read(event, read)),
        _ => None,
    }
}

fn new_message(event: &Event, sent: &MessageSent, audience: Audience) -> Bytes {
    let message = frames::NewMessage {
        conversation_id: event.chat_id.0,
        message: sent_message(event, sent, audience),
    };
    with_event_id(event, &message)
}

/// The data of `message_edited`: the message as it is now.
pub(super) fn message_edited(
    event: &Event,
    message: chat::Message,
    read_at: Option<Timestamp>,
    audience: Audience,
) -> Bytes {
    let message = wire::Message {
        id: message.id.0,
        conversation_id: event.chat_id.0,
        sender_id: message.sender_id.map(|id| id.0),
        content: text_or_file_names(message.content, &message.attachments),
        kind: message.kind.into(),
        attachments: message.attachments.into_iter().map(attachment).collect(),
        read_at,
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| audience == Audience::Actor),
    };
    let conversation_id = event.chat_id.0;
    with_event_id(
        event,
        &frames::MessageEdited {
            conversation_id,
            message,
        },
    )
}

fn conversation_created(event: &Event, created: &ChatCreated) -> Bytes {
    let conversation = new_conversation(event, created);
    with_event_id(event, &frames::ConversationCreated { conversation })
}

fn messages_read(event: &Event, read: &ChatRead) -> Bytes {
    let read = frames::MessagesRead {
        conversation_id: event.chat_id.0,
        user_id: event.actor_id.map(|id| id.0),
        message_ids: &read.newly_read,
    };
    with_event_id(event, &read)
}

fn with_event_id(event: &Event, frame: &impl Serialize) -> Bytes {
    let event_id = event.cursor();
    json(&WithEventId { event_id, frame })
}

pub(super) fn typing(typing: &Typing) -> Packet {
    let data = frames::UserTyping {
        conversation_id: typing.chat_id.0,
        user_id: typing.user_id.0,
        is_typing: typing.is_typing,
    };
    Packet::new("user_typing", &data)
}

pub(super) fn presence(presence: &Presence) -> Packet {
    let data = frames::UserStatus {
        user_id: presence.user_id.0,
        is_online: presence.online,
        last_seen: presence.last_seen,
    };
    Packet::new("user_status", &data)
}

pub(super) fn ready(start: Cursor) -> Packet {
    at_cursor("ready", start)
}

pub(super) fn reset(head: Cursor) -> Packet {
    at_cursor("reset", head)
}

fn at_cursor(name: &'static str, cursor: Cursor) -> Packet {
    let event_id = cursor.to_string();
    Packet::new(name, &frames::AtCursor { event_id })
}

pub(super) fn error(refusal: &frames::Refusal) -> Packet {
    Packet::new("error", refusal)
}

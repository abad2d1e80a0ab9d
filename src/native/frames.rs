//! Encodes events for the stream. Pure.

use bytes::Bytes;
use serde::Serialize;

use super::{encode, wire};
use crate::chat::{Audience, Unread};
use crate::domain::{ChatId, Draft, Event, EventBody, Presence, Reaction, Typing};
use crate::http::stream::sse;

/// `message`, and the `read` that it implies: sending marks the chat read for the author. Both have the
/// id of the event: a client that receives only the first knows what the second would say. A system
/// message and what is forwarded mark nothing read.
pub(super) fn new_message(event: &Event, message: wire::Message, audience: Audience) -> Bytes {
    let read = wire::ReadEvent {
        chat_id: message.chat_id,
        user_id: message.author_id,
        last_read_id: message.id,
        unread_count: (audience == Audience::Actor).then_some(0),
        unread_mentions: (audience == Audience::Actor).then_some(0),
        as_of: (audience == Audience::Actor).then_some(event.position.0),
    };
    let is_visit = matches!(&event.body, EventBody::MessageSent(sent) if sent.is_visit());
    let marks_read = is_visit && read.user_id.is_some();
    let data = wire::MessageEvent {
        marks_read: Some(marks_read),
        ..about(event, message)
    };
    let message = frame(event, "message", &data);
    if !marks_read {
        return message;
    }
    sse::joined(&[message, frame(event, "read", &read)])
}

pub(super) fn message_edited(event: &Event, message: wire::Message) -> Bytes {
    frame(event, "message_edited", &about(event, message))
}

fn about(event: &Event, message: wire::Message) -> wire::MessageEvent {
    wire::MessageEvent {
        message,
        position: event.position.0,
        marks_read: None,
    }
}

pub(super) fn message_deleted(event: &Event, message_id: i64) -> Bytes {
    let data = wire::MessageDeletedEvent {
        chat_id: event.chat_id.0,
        message_id,
        deleted_at: event.recorded_at,
        position: event.position.0,
    };
    frame(event, "message_deleted", &data)
}

pub(super) fn reaction_changed(event: &Event, reaction: &Reaction, added: bool) -> Bytes {
    let data = wire::ReactionEvent {
        chat_id: event.chat_id.0,
        message_id: reaction.message_id.0,
        emoji: reaction.emoji.clone(),
        user_id: reaction.user_id.0,
        added,
        count: reaction.count,
    };
    frame(event, "reaction", &data)
}

/// `read`; `unread` is of the reader's own marks.
pub(super) fn read(event: &Event, last_read_id: i64, unread: Option<Unread>) -> Bytes {
    let data = wire::ReadEvent {
        chat_id: event.chat_id.0,
        user_id: event.actor_id.map(|id| id.0),
        last_read_id,
        unread_count: unread.map(|unread| unread.count),
        unread_mentions: unread.map(|unread| unread.mentions),
        as_of: unread.map(|unread| unread.as_of.0),
    };
    frame(event, "read", &data)
}

pub(super) fn chat_event(event: &Event, chat: &wire::ChatEvent) -> Bytes {
    frame(event, "chat", chat)
}

/// Chats that one event changes. Only the last has its id, so that a client that receives a part of them
/// resumes before all.
pub(super) fn chats_event(event: &Event, chats: &[wire::ChatEvent]) -> Option<Bytes> {
    let (last, first) = chats.split_last()?;
    let last = chat_event(event, last);
    let first = first.iter().map(|chat| sse::transient_frame("chat", chat));
    let frames: Vec<Bytes> = first.chain([last]).collect();
    Some(sse::joined(&frames))
}

/// The deletion of a pinned message, and the chat without it. Both have the id of the event.
pub(super) fn pinned_message_deleted(event: &Event, message_id: i64, chat: &Bytes) -> Bytes {
    sse::joined(&[message_deleted(event, message_id), chat.clone()])
}

/// A message without `read`, which tells of no mark: a system message.
pub(super) fn system_message(event: &Event, message: wire::Message) -> Bytes {
    frame(event, "message", &about(event, message))
}

/// A chat as its message leaves it, with the frame of the message: without an id of its own, so that a
/// client that receives only the chat resumes before both.
pub(super) fn chat_before(chat: &wire::ChatEvent, message: &Bytes) -> Bytes {
    let chat = sse::transient_frame("chat", chat);
    sse::joined(&[chat, message.clone()])
}

pub(super) fn chat_removed(event: &Event) -> Bytes {
    let chat_id = event.chat_id.0;
    frame(event, "chat_removed", &wire::ChatRemovedEvent { chat_id })
}

pub(super) fn typing(typing: &Typing) -> Bytes {
    let data = wire::TypingEvent {
        chat_id: typing.chat_id.0,
        user_id: typing.user_id.0,
        is_typing: typing.is_typing,
    };
    sse::transient_frame("typing", &data)
}

pub(super) fn draft_event(chat_id: ChatId, draft: Option<Draft>) -> Bytes {
    let data = wire::DraftEvent {
        chat_id: chat_id.0,
        draft: draft.map(encode::draft),
    };
    sse::transient_frame("draft", &data)
}

pub(super) fn presence(presence: &Presence) -> Bytes {
    let data = wire::PresenceEvent {
        user_id: presence.user_id.0,
        online: presence.online,
        last_seen: presence.last_seen,
    };
    sse::transient_frame("presence", &data)
}

fn frame(event: &Event, name: &str, data: &impl Serialize) -> Bytes {
    sse::frame(event.cursor(), name, data)
}

//! Encodes events for the stream. Pure. What a noun alone has is in its own folder.
//!
//! Where an event makes several frames, all but the last have a number, which depends on nothing but the
//! event: a client resumes after one of them on any replica, whatever has changed meanwhile.

use bytes::Bytes;
use serde::Serialize;

use super::events::wire;
use super::messages::wire::Message;
use crate::chat::{Audience, SharedEvent, Unread};
use crate::domain::{
    ChatId, Cursor, Draft, Event, EventBody, FrameNumber, Presence, ShownAs, Typing,
};
use crate::http::stream::sse;

/// The first frame of an event with a second one, or the `chat` that may precede a message.
const FIRST: FrameNumber = FrameNumber::MIN;
/// A message that `read` follows.
const MESSAGE: FrameNumber = FrameNumber::new(2).expect("it is not 0");

/// `message`, and the `read` that it implies: sending marks the chat read for the author. A system message
/// and what is forwarded mark nothing read, nor does, for its reader, a message whose author blocks them.
pub(super) fn new_message(event: &SharedEvent, message: Message, audience: Audience) -> Bytes {
    let read = wire::ReadEvent {
        chat_id: message.chat_id,
        user_id: event.actor_id.map(|id| id.0),
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
    if !marks_read {
        return frame(event, ShownAs::Message, &data);
    }
    if !event.shows_read_mark() {
        let data = wire::MessageEvent {
            marks_read: Some(false),
            ..data
        };
        // Numbered as for others: it is not the last frame of the event.
        return frame_at(event.cursor().at_frame(MESSAGE), ShownAs::Message, &data);
    }
    let id = event.cursor().at_frame(MESSAGE);
    let message = frame_at(id, ShownAs::Message, &data);
    sse::joined(&[message, frame(event, ShownAs::Read, &read)])
}

pub(super) fn message_edited(event: &Event, message: Message) -> Bytes {
    frame(event, ShownAs::MessageEdited, &about(event, message))
}

fn about(event: &Event, message: Message) -> wire::MessageEvent {
    wire::MessageEvent {
        message,
        position: event.position.0,
        marks_read: None,
    }
}

pub(super) fn message_deleted(event: &Event, message_id: i64) -> Bytes {
    message_deleted_at(event.cursor(), event, message_id)
}

fn message_deleted_at(id: Cursor, event: &Event, message_id: i64) -> Bytes {
    let data = wire::MessageDeletedEvent {
        chat_id: event.chat_id.0,
        message_id,
        deleted_at: event.recorded_at,
        position: event.position.0,
    };
    frame_at(id, ShownAs::MessageDeleted, &data)
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
    frame(event, ShownAs::Read, &data)
}

pub(super) fn chat_event(event: &Event, chat: &wire::ChatEvent) -> Bytes {
    frame(event, ShownAs::Chat, chat)
}

/// Chats that one event changes, in the order of their ids, which are their numbers: some of them may be
/// gone when the others are encoded again.
pub(super) fn chats_event(event: &Event, chats: &[wire::ChatEvent]) -> Option<Bytes> {
    let frame = |chat: &wire::ChatEvent| {
        let number = u64::try_from(chat.chat.id).ok().and_then(FrameNumber::new);
        let cursor = event.cursor();
        let id = number.map_or(cursor, |number| cursor.at_frame(number));
        frame_at(id, ShownAs::Chat, chat)
    };
    let frames: Vec<Bytes> = chats.iter().map(frame).collect();
    (!frames.is_empty()).then(|| sse::joined(&frames))
}

/// The deletion of a pinned message, and the chat without it, if the reader sees it.
pub(super) fn pinned_message_deleted(
    event: &Event,
    message_id: i64,
    chat: Option<&wire::ChatEvent>,
) -> Bytes {
    let deleted = message_deleted_at(event.cursor().at_frame(FIRST), event, message_id);
    match chat {
        Some(chat) => sse::joined(&[deleted, chat_event(event, chat)]),
        None => deleted,
    }
}

/// A message without `read`, which tells of no mark: a system message.
pub(super) fn system_message(event: &Event, message: Message) -> Bytes {
    frame(event, ShownAs::Message, &about(event, message))
}

/// A chat as its message leaves it, and the frame of the message.
pub(super) fn chat_before(event: &Event, chat: &wire::ChatEvent, message: Option<&Bytes>) -> Bytes {
    let chat = frame_at(event.cursor().at_frame(FIRST), ShownAs::Chat, chat);
    match message {
        Some(message) => sse::joined(&[chat, message.clone()]),
        None => chat,
    }
}

pub(super) fn chat_removed(event: &Event) -> Bytes {
    let chat_id = event.chat_id.0;
    frame(
        event,
        ShownAs::ChatRemoved,
        &wire::ChatRemovedEvent { chat_id },
    )
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
        draft: draft.map(Into::into),
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

/// The only frame of an event, or its last one.
pub(super) fn frame(event: &Event, name: ShownAs, data: &impl Serialize) -> Bytes {
    frame_at(event.cursor(), name, data)
}

fn frame_at(id: Cursor, name: ShownAs, data: &impl Serialize) -> Bytes {
    sse::frame(id, name.as_str(), data)
}

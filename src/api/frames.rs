//! Encodes events for the stream. Pure. What a noun alone has is in its own folder.
//!
//! Where an event makes several frames, all but the last have a number, which depends on nothing but the
//! event: a client resumes after one of them on any replica, whatever has changed meanwhile.

use bytes::Bytes;
use serde::Serialize;

use super::events::wire;
use super::messages::wire::Message;
use super::users::wire::User;
use crate::chat::{SharedEvent, Unread};
use crate::domain::{
    ChatId, Cursor, Draft, Event, EventBody, FrameNumber, Presence, ShownAs, Typing,
};
use crate::http::stream::sse;

/// The first frame of an event with a second one, or the `chat` that may precede others.
const FIRST: FrameNumber = FrameNumber::MIN;
/// The first of the changes of members, which `chat` may precede.
const FIRST_MEMBER: u64 = 2;
/// The `scheduled` of a message that was sent, which `chat` may precede.
const SENT: u64 = 2;

/// `message`. Sending marks the chat read for the author: not by a system message and what is forwarded, and not
/// for a reader whom the author blocks.
pub(super) fn new_message(event: &SharedEvent, message: Message, users: Vec<User>) -> Bytes {
    let is_visit = matches!(&event.body, EventBody::MessageSent(sent) if sent.is_visit());
    let is_silent = matches!(&event.body, EventBody::MessageSent(sent) if sent.silent);
    let marks_read = is_visit && event.actor_id.is_some() && event.shows_read_mark();
    let data = wire::MessageEvent {
        marks_read: Some(marks_read),
        silent: is_silent.then_some(true),
        ..about(event, message, users)
    };
    frame(event, ShownAs::Message, &data)
}

pub(super) fn message_edited(event: &Event, message: Message, users: Vec<User>) -> Bytes {
    frame(event, ShownAs::MessageEdited, &about(event, message, users))
}

fn about(event: &Event, message: Message, users: Vec<User>) -> wire::MessageEvent {
    wire::MessageEvent {
        message,
        marks_read: None,
        silent: None,
        users,
        position: event.position.0,
        at: event.recorded_at.into(),
    }
}

pub(super) fn message_deleted(event: &Event, data: &wire::MessageDeletedEvent) -> Bytes {
    frame(event, ShownAs::MessageDeleted, data)
}

/// The deletion of a pinned message, and the chat without it, if the reader sees it.
pub(super) fn pinned_message_deleted(
    event: &Event,
    data: &wire::MessageDeletedEvent,
    chat: Option<&wire::ChatEvent>,
) -> Bytes {
    let deleted = frame_at(
        event.cursor().at_frame(FIRST),
        ShownAs::MessageDeleted,
        data,
    );
    match chat {
        Some(chat) => sse::joined(&[deleted, chat_event(event, chat)]),
        None => deleted,
    }
}

/// `read`; `unread` is of the reader's own marks.
pub(super) fn read(event: &Event, last_read_id: i64, unread: Option<Unread>) -> Bytes {
    let data = wire::ReadEvent {
        chat_id: event.chat_id.0,
        user_id: event.actor_id.map(|id| id.0),
        last_read_id,
        unread_count: unread.map(|unread| unread.count),
        unread_mention_count: unread.map(|unread| unread.mentions),
        as_of: unread.map(|unread| unread.as_of.0),
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frame(event, ShownAs::Read, &data)
}

pub(super) fn chat_event(event: &Event, chat: &wire::ChatEvent) -> Bytes {
    frame(event, ShownAs::Chat, chat)
}

/// One of the frames of an event that changes several chats: its number is the id of the chat, since some of them
/// may be gone when the others are encoded again.
pub(super) fn by_chat(
    event: &Event,
    chat_id: ChatId,
    name: ShownAs,
    data: &impl Serialize,
) -> Bytes {
    numbered(event, u64::try_from(chat_id.0).ok(), name, data)
}

/// A chat as its event leaves it, and the other frames of the event.
pub(super) fn chat_before(event: &Event, chat: &wire::ChatEvent, rest: &Bytes) -> Bytes {
    let chat = frame_at(event.cursor().at_frame(FIRST), ShownAs::Chat, chat);
    sse::joined(&[chat, rest.clone()])
}

/// What became of a scheduled message, and the other frames of the message that was sent.
pub(super) fn scheduled_before(event: &Event, data: &impl Serialize, rest: &Bytes) -> Bytes {
    let scheduled = numbered(event, Some(SENT), ShownAs::Scheduled, data);
    sse::joined(&[scheduled, rest.clone()])
}

/// `member_removed` and `member`. With `message_follows` none of them is the last frame.
pub(super) fn member_changes(
    event: &Event,
    removed: Option<&wire::MemberRemovedEvent>,
    members: &[wire::MemberEvent],
    message_follows: bool,
) -> Option<Bytes> {
    let count = usize::from(removed.is_some()) + members.len();
    let numbers = (FIRST_MEMBER..).take(count.saturating_sub(1)).map(Some);
    let last = message_follows.then_some(FIRST_MEMBER + count as u64);
    let mut numbers = numbers.chain([last]);
    let mut number = || numbers.next().flatten();
    let removed = removed.map(|data| numbered(event, number(), ShownAs::MemberRemoved, data));
    let mut frames: Vec<Bytes> = removed.into_iter().collect();
    for member in members {
        frames.push(numbered(event, number(), ShownAs::Member, member));
    }
    (!frames.is_empty()).then(|| sse::joined(&frames))
}

pub(super) fn chat_removed(event: &Event) -> Bytes {
    let data = wire::ChatRemovedEvent {
        chat_id: event.chat_id.0,
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frame(event, ShownAs::ChatRemoved, &data)
}

pub(super) fn user_changed(event: &Event, user: User) -> Bytes {
    let data = wire::UserEvent {
        user,
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frame(event, ShownAs::User, &data)
}

pub(super) fn typing(typing: &Typing) -> Bytes {
    let data = wire::TypingEvent {
        chat_id: typing.chat_id.0,
        user_id: typing.user_id.0,
        typing: typing.is_typing,
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
        last_seen: presence.last_seen.map(Into::into),
    };
    sse::transient_frame("presence", &data)
}

/// The only frame of an event, or its last one.
pub(super) fn frame(event: &Event, name: ShownAs, data: &impl Serialize) -> Bytes {
    frame_at(event.cursor(), name, data)
}

/// The frame of an event with a number; without one it is the last.
fn numbered(event: &Event, number: Option<u64>, name: ShownAs, data: &impl Serialize) -> Bytes {
    let number = number.and_then(FrameNumber::new);
    let id = number.map_or(event.cursor(), |number| event.cursor().at_frame(number));
    frame_at(id, name, data)
}

fn frame_at(id: Cursor, name: ShownAs, data: &impl Serialize) -> Bytes {
    sse::frame(id, name.as_str(), data)
}

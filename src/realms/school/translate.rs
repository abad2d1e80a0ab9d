//! Between the school's wire types and the words of the system. Pure.

use crate::chat::{self, Audience, ChatParticipant, ChatView};
use crate::directory;
use crate::domain::{
    ChatId, Event, Language, MessageSent, Name, Presence, Principal, Role, StoredEvent, Typing,
};

use super::wire;

/// Somebody as admins see them, and as they see themselves.
pub(super) fn user(person: directory::Person, language: Language) -> wire::User {
    wire::User {
        id: person.id.0,
        email: person.email,
        name: person.name.in_language(language),
        role: person.role,
        created_at: person.created_at,
    }
}

/// The caller, as they see themselves.
pub(super) fn caller(caller: Principal, language: Language) -> wire::User {
    wire::User {
        id: caller.user_id.0,
        email: caller.email,
        name: caller.name.in_language(language),
        role: caller.role,
        created_at: caller.created_at,
    }
}

fn participant(participant: ChatParticipant, language: Language) -> wire::Participant {
    wire::Participant {
        id: participant.user_id.0,
        name: participant.name.in_language(language),
        // An event that was appended by hand may name any role.
        role: participant.role.parse().unwrap_or(Role::Member),
    }
}

impl From<chat::Message> for wire::LastMessage {
    fn from(message: chat::Message) -> Self {
        Self {
            id: message.id.0,
            sender_id: message.sender_id.map(|id| id.0),
            content: message.content,
            created_at: message.created_at,
        }
    }
}

/// A chat in the list of one of its two users.
pub(super) fn chat_item(chat: ChatView, language: Language, read_marks: bool) -> wire::ChatItem {
    let other = chat.participants.into_iter().next();
    let last_read = other.as_ref().map(|other| other.last_read_id);
    let last_read = last_read.unwrap_or_default();
    wire::ChatItem {
        id: chat.id.0,
        participant: other.map(|other| participant(other, language)),
        last_message: chat.last_message.map(Into::into),
        unread_count: chat.unread_count,
        last_read_id: read_marks.then_some(last_read.0),
    }
}

/// A chat in an admin's list.
pub(super) fn admin_chat_item(chat: ChatView, language: Language) -> wire::AdminChatItem {
    let participants = chat.participants.into_iter();
    wire::AdminChatItem {
        id: chat.id.0,
        participants: participants
            .map(|other| participant(other, language))
            .collect(),
        messages_count: chat.message_count,
        last_message_at: chat.last_message.map(|message| message.created_at),
    }
}

impl From<&Typing> for wire::TypingEvent {
    fn from(typing: &Typing) -> Self {
        Self {
            chat_id: typing.chat_id.0,
            user_id: typing.user_id.0,
            is_typing: typing.is_typing,
        }
    }
}

impl From<&Presence> for wire::PresenceEvent {
    fn from(presence: &Presence) -> Self {
        Self {
            user_id: presence.user_id.0,
            online: presence.online,
            last_seen: presence.last_seen,
        }
    }
}

/// A lesson with the names of its people.
pub(super) fn lesson(lesson: directory::Lesson, language: Language) -> wire::Lesson {
    let name = |name: Name| name.in_language(language);
    wire::Lesson {
        id: lesson.id,
        teacher_id: lesson.teacher_id.map(|id| id.0),
        teacher_name: lesson.teacher_name.map(name),
        student_id: lesson.student_id.map(|id| id.0),
        student_name: lesson.student_name.map(name),
        scheduled_at: lesson.scheduled_at,
        status: lesson.status,
        completed_at: lesson.completed_at,
    }
}

/// A message of a history page; its `client_id` is for its sender alone.
pub(super) fn message(message: chat::Message, reader: &Principal) -> wire::Message {
    let is_own = message.sender_id == Some(reader.user_id);
    wire::Message {
        id: message.id.0,
        chat_id: message.chat_id.0,
        sender_id: message.sender_id.map(|id| id.0),
        content: message.content,
        is_deleted: message.is_deleted,
        client_id: message.client_id.filter(|_| is_own),
        created_at: message.created_at,
    }
}

/// A message just stored, or stored before under the same `client_id`.
pub(super) fn stored_message(stored: &StoredEvent, sent: MessageSent) -> wire::Message {
    wire::Message {
        id: stored.position.0,
        chat_id: stored.chat_id.0,
        sender_id: stored.actor_id.map(|id| id.0),
        content: sent.content,
        is_deleted: stored.is_deleted,
        client_id: sent.client_id,
        created_at: stored.recorded_at,
    }
}

/// `new_message`, as an audience is to see it.
pub(super) fn new_message(
    event: &Event,
    sent: &MessageSent,
    audience: Audience,
) -> wire::NewMessageEvent {
    wire::NewMessageEvent {
        chat_id: event.chat_id.0,
        message: wire::EventMessage {
            id: event.message_id().0,
            sender_id: event.actor_id.map(|id| id.0),
            content: sent.content.clone(),
            is_deleted: false,
            client_id: sent.client_id.filter(|_| audience == Audience::Actor),
            created_at: event.recorded_at,
        },
    }
}

/// `chat_created` with the chat as its reader's list shows it.
pub(super) fn chat_created(chat_id: ChatId, chat: wire::AnyChatItem) -> wire::ChatCreatedEvent {
    wire::ChatCreatedEvent {
        chat_id: chat_id.0,
        chat,
    }
}

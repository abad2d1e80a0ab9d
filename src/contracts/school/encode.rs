//! Encodes answers and events for the wire. Pure.

use bytes::Bytes;
use serde::Serialize;

use super::realm::REALM;
use super::wire;
use crate::chat::{self, Audience, ChatView, FormerText, Member};
use crate::directory;
use crate::domain::{
    AttachmentId, ChatRead, Event, EventBody, Language, MessageDeleted, MessageSent, Name,
    Presence, Principal, Role, Typing, UserId, text_or_file_names,
};
use crate::http::attachment::{attachments, attachments_of};
use crate::http::avatar_path;
use crate::http::sending::Sent;
use crate::http::stream::sse;

pub(super) fn user(person: directory::Person, language: Language) -> wire::User {
    wire::User {
        id: person.id.0,
        email: person.email,
        name: person.name.in_language(language),
        role: person.role,
        avatar_url: avatar_url(person.picture_id, person.avatar_url),
        created_at: person.created_at,
    }
}

pub(super) fn caller(caller: Principal, language: Language) -> wire::User {
    wire::User {
        id: caller.user_id.0,
        email: caller.email,
        name: caller.name.in_language(language),
        role: caller.role,
        avatar_url: avatar_url(caller.picture_id, caller.avatar_url),
        created_at: caller.created_at,
    }
}

/// The address of a user's picture: here, or on another server.
fn avatar_url(picture_id: Option<AttachmentId>, elsewhere: Option<String>) -> Option<String> {
    let here = picture_id.map(|id| avatar_path(REALM, id));
    here.or(elsewhere)
}

fn participant(member: Member, language: Language) -> wire::Participant {
    wire::Participant {
        id: member.user_id.0,
        name: member.name.in_language(language),
        // An event appended with plain SQL may name any role.
        role: member.role.parse().unwrap_or(Role::Member),
    }
}

fn last_message(message: chat::Message) -> wire::LastMessage {
    wire::LastMessage {
        id: message.id.0,
        sender_id: message.sender_id.map(|id| id.0),
        attachments: attachments_of(&message, REALM),
        content: text_or_file_names(message.content, &message.attachments),
        created_at: message.created_at,
        edited_at: message.edited_at,
    }
}

/// A chat in the list of one of its two participants.
pub(super) fn chat_item(chat: ChatView, language: Language, read_marks: bool) -> wire::ChatItem {
    let other = chat.members.into_iter().next();
    let last_read = other.as_ref().map(|other| other.last_read_id);
    let last_read = last_read.unwrap_or_default();
    wire::ChatItem {
        id: chat.id.0,
        participant: other.map(|other| participant(other, language)),
        last_message: chat.last_message.map(last_message),
        unread_count: chat.unread_count,
        last_read_id: read_marks.then_some(last_read.0),
    }
}

pub(super) fn admin_chat_item(chat: ChatView, language: Language) -> wire::AdminChatItem {
    let members = chat.members.into_iter();
    wire::AdminChatItem {
        id: chat.id.0,
        participants: members.map(|other| participant(other, language)).collect(),
        messages_count: chat.message_count,
        last_message_at: chat.last_message.map(|message| message.created_at),
    }
}

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
        subject: lesson.subject,
        duration_minutes: lesson.duration_minutes,
        series_id: lesson.series_id,
        chat_id: lesson.chat_id.map(|id| id.0),
    }
}

/// A message of a history page. Only its sender sees the `client_id`.
pub(super) fn message(
    message: chat::Message,
    former: Vec<FormerText>,
    reader: UserId,
) -> wire::Message {
    let former = former.into_iter();
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.id.0,
        chat_id: message.chat_id.0,
        sender_id: message.sender_id.map(|id| id.0),
        attachments: attachments_of(&message, REALM),
        is_deleted: message.is_deleted(),
        content: text_or_file_names(message.content, &message.attachments),
        client_id: message.client_id.filter(|_| is_own),
        created_at: message.created_at,
        edited_at: message.edited_at,
        former_texts: former
            .map(|former| wire::FormerText {
                content: former.content,
                written_at: former.written_at,
            })
            .collect(),
    }
}

/// The answer to a send: the message stored by it, or by an earlier request with the same
/// `client_id`.
pub(super) fn sent_message(sent: &Sent) -> wire::Message {
    let (event, message) = (sent.event(), sent.message());
    let files = if sent.is_deleted() {
        &[]
    } else {
        message.files.as_slice()
    };
    wire::Message {
        id: event.message_id().0,
        chat_id: event.chat_id.0,
        sender_id: event.actor_id.map(|id| id.0),
        content: message.text_or_file_names(),
        attachments: attachments(files, REALM),
        is_deleted: sent.is_deleted(),
        client_id: message.client_id,
        created_at: event.recorded_at,
        edited_at: None,
        former_texts: Vec::new(),
    }
}

/// The frame of an event that all readers of an audience share; `None` if this realm sends none.
pub(super) fn event(event: &Event, audience: Audience) -> Option<Bytes> {
    match &event.body {
        EventBody::MessageSent(sent) => Some(new_message(event, sent, audience)),
        EventBody::MessageDeleted(deleted) => Some(message_deleted(event, deleted)),
        EventBody::ChatRead(read) => Some(chat_read(event, read)),
        _ => None,
    }
}

fn new_message(event: &Event, sent: &MessageSent, audience: Audience) -> Bytes {
    let message = wire::EventMessage {
        id: event.message_id().0,
        sender_id: event.actor_id.map(|id| id.0),
        content: sent.text_or_file_names(),
        attachments: attachments(&sent.files, REALM),
        is_deleted: false,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
        created_at: event.recorded_at,
        edited_at: None,
    };
    let chat_id = event.chat_id.0;
    let data = wire::NewMessageEvent { chat_id, message };
    frame(event, "new_message", &data)
}

fn message_deleted(event: &Event, deleted: &MessageDeleted) -> Bytes {
    let data = wire::MessageDeletedEvent {
        chat_id: event.chat_id.0,
        message_id: deleted.message_id.0,
    };
    frame(event, "message_deleted", &data)
}

fn chat_read(event: &Event, read: &ChatRead) -> Bytes {
    let data = wire::ChatReadEvent {
        chat_id: event.chat_id.0,
        user_id: event.actor_id.map(|id| id.0),
        last_read_id: read.up_to_id.0,
    };
    frame(event, "chat_read", &data)
}

/// `message_edited`, with the message as it is now.
pub(super) fn message_edited(event: &Event, message: chat::Message, audience: Audience) -> Bytes {
    let data = wire::MessageEditedEvent {
        chat_id: event.chat_id.0,
        message: wire::EventMessage {
            id: message.id.0,
            sender_id: message.sender_id.map(|id| id.0),
            attachments: attachments(&message.attachments, REALM),
            content: text_or_file_names(message.content, &message.attachments),
            is_deleted: false,
            client_id: message.client_id.filter(|_| audience == Audience::Actor),
            created_at: message.created_at,
            edited_at: message.edited_at,
        },
    };
    frame(event, "message_edited", &data)
}

/// `chat_created`, with the chat as its reader's list shows it.
pub(super) fn chat_created(event: &Event, chat: wire::AnyChatItem) -> Bytes {
    let chat_id = event.chat_id.0;
    let data = wire::ChatCreatedEvent { chat_id, chat };
    frame(event, "chat_created", &data)
}

pub(super) fn typing(typing: &Typing) -> Bytes {
    let data = wire::TypingEvent {
        chat_id: typing.chat_id.0,
        user_id: typing.user_id.0,
        is_typing: typing.is_typing,
    };
    sse::transient_frame("typing", &data)
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

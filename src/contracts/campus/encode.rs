//! Encodes answers and events for the wire. Pure.

use bytes::Bytes;
use uuid::Uuid;

use super::realm::REALM;
use super::wire::{self, ServerEvent};
use crate::chat::{self, Audience, ChatView, Member};
use crate::domain::{
    ChatKind, Cursor, Event, EventBody, Language, MessageEdited, MessageSent, Typing, UserId,
    text_or_file_names,
};
use crate::http::Problem;
use crate::http::attachment::{attachments, attachments_of};
use crate::http::stream::json;

/// A conversation as one of its participants sees it.
pub(super) fn conversation(
    chat: ChatView,
    reader: UserId,
    language: Language,
) -> wire::Conversation {
    let context = |field: &str| {
        let value = chat.context.as_ref()?.get(field)?;
        value.as_str().map(str::to_owned)
    };
    let (service, service_id) = (context("service"), context("service_id"));
    let members = chat.members.into_iter();
    let last = chat.last_message;
    wire::Conversation {
        id: chat.uuid,
        kind: chat.kind.into(),
        title: chat.title,
        created_by: chat.created_by.map(|id| id.0),
        created_at: chat.created_at,
        service,
        service_id,
        participants: members
            .map(|member| participant(member, language))
            .collect(),
        last_message: last.map(|last| message(last, chat.uuid, reader)),
        unread_count: chat.unread_count,
    }
}

impl From<ChatKind> for wire::ConversationType {
    fn from(kind: ChatKind) -> Self {
        match kind {
            ChatKind::Private => Self::Private,
            ChatKind::Group => Self::Group,
        }
    }
}

fn participant(member: Member, language: Language) -> wire::Participant {
    wire::Participant {
        user_id: member.user_id.0,
        name: member.name.in_language(language),
        last_read_message_id: member.last_read_uuid,
    }
}

/// A message as it is now. A deleted one has no text, and only its sender sees the `client_id`.
pub(super) fn message(
    message: chat::Message,
    conversation_id: Uuid,
    reader: UserId,
) -> wire::Message {
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.uuid,
        conversation_id,
        sender_id: message.sender_id.map(|id| id.0),
        attachments: attachments_of(&message, REALM),
        is_edited: message.edited_at.is_some(),
        is_deleted: message.is_deleted().then_some(true),
        text: (!message.is_deleted())
            .then(|| text_or_file_names(message.content, &message.attachments)),
        reply_to: message.reply_to.map(|quote| quote.uuid),
        client_id: message.client_id.filter(|_| is_own),
        created_at: message.created_at,
    }
}

/// A message as it was sent.
pub(super) fn sent_message(event: &Event, sent: &MessageSent, audience: Audience) -> wire::Message {
    wire::Message {
        id: event.event_id,
        conversation_id: event.chat_uuid,
        sender_id: event.actor_id.map(|id| id.0),
        text: Some(sent.text_or_file_names()),
        attachments: attachments(&sent.files, REALM),
        reply_to: event.subject_uuid,
        is_edited: false,
        is_deleted: None,
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
        created_at: event.recorded_at,
    }
}

/// The frame of an event for an audience; `None` if this realm sends none, or needs a query for it.
pub(super) fn event(event: &Event, audience: Audience) -> Option<Bytes> {
    let conversation_id = event.chat_uuid;
    let payload = match &event.body {
        EventBody::MessageSent(sent) => {
            ServerEvent::MessageNew(sent_message(event, sent, audience))
        }
        EventBody::MessageDeleted(_) => ServerEvent::MessageDeleted(wire::MessageDeleted {
            id: event.subject_uuid?,
            conversation_id,
        }),
        EventBody::ParticipantLeft(left) => {
            ServerEvent::ParticipantRemoved(wire::ParticipantRemoved {
                conversation_id,
                user_id: left.user_id.0,
            })
        }
        EventBody::ChatDeleted(_) => ServerEvent::ConversationDeleted(wire::ConversationDeleted {
            id: conversation_id,
        }),
        EventBody::ChatRead(_) => ServerEvent::Read(wire::Read {
            user_id: event.actor_id.map(|id| id.0),
            last_read_id: event.subject_uuid,
        }),
        _ => return None,
    };
    Some(durable(payload, event))
}

/// `message:edited`: the text of the event, and the other fields of the message as it is now.
pub(super) fn message_edited(
    event: &Event,
    edited: &MessageEdited,
    message: &chat::Message,
    audience: Audience,
) -> Bytes {
    let message = wire::Message {
        id: message.uuid,
        conversation_id: event.chat_uuid,
        sender_id: message.sender_id.map(|id| id.0),
        text: Some(text_or_file_names(
            edited.content.clone(),
            &message.attachments,
        )),
        attachments: attachments_of(message, REALM),
        reply_to: message.reply_to.as_ref().map(|quote| quote.uuid),
        is_edited: true,
        is_deleted: None,
        client_id: message.client_id.filter(|_| audience == Audience::Actor),
        created_at: message.created_at,
    };
    durable(ServerEvent::MessageEdited(message), event)
}

/// `participant:added`, with the name of the participant.
pub(super) fn participant_added(event: &Event, user_id: UserId, name: String) -> Bytes {
    let added = wire::ParticipantAdded {
        conversation_id: event.chat_uuid,
        user_id: user_id.0,
        name,
    };
    durable(ServerEvent::ParticipantAdded(added), event)
}

pub(super) fn typing(typing: &Typing) -> wire::Typing {
    wire::Typing {
        user_id: typing.user_id.0,
        is_typing: typing.is_typing,
    }
}

/// `error`, with the `client_id` of the refused message if it had one.
pub(super) fn error(problem: &Problem, client_id: Option<Uuid>) -> Bytes {
    let refused = wire::Refused {
        code: problem.code(),
        detail: problem.detail().to_owned(),
        client_id,
    };
    transient(ServerEvent::Error(refused))
}

/// The first frame.
pub(super) fn ready(start: Cursor) -> Bytes {
    frame(ServerEvent::Ready, Some(start))
}

/// A frame from which the client can resume.
fn durable(event: ServerEvent, cursor_of: &Event) -> Bytes {
    frame(event, Some(cursor_of.cursor()))
}

/// A frame without an id.
pub(super) fn transient(event: ServerEvent) -> Bytes {
    frame(event, None)
}

fn frame(event: ServerEvent, cursor: Option<Cursor>) -> Bytes {
    let id = cursor.map(|cursor| cursor.to_string());
    json(&wire::ServerFrame { event, id })
}

//! Between the realm's wire types and the words of the system. Pure.

use std::collections::HashMap;

use jiff::Timestamp;

use super::frames::{MessagesRead, NewMessage, Refusal, UserStatus, UserTyping};
use super::wire;
use crate::chat::{self, Audience, ChatView};
use crate::domain::{
    self, ChatCreated, ChatKind, Event, MessageId, MessageKind, MessageSent, Presence, UserId,
};
use crate::http::{Code, Problem};

/// What somebody is told who is not a participant.
const ACCESS_DENIED: &str = "Access denied";

fn sentence(problem: &Problem) -> String {
    match problem.code() {
        Code::NotAParticipant => ACCESS_DENIED.to_owned(),
        _ => problem.detail().to_owned(),
    }
}

impl From<&Problem> for wire::Failure {
    fn from(problem: &Problem) -> Self {
        Self {
            success: false,
            error: sentence(problem),
            code: problem.code(),
        }
    }
}

impl From<&Problem> for Refusal {
    fn from(problem: &Problem) -> Self {
        Self {
            message: sentence(problem),
            code: problem.code(),
        }
    }
}

impl From<MessageKind> for wire::MessageType {
    fn from(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Text => Self::Text,
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

impl From<domain::Attachment> for wire::Attachment {
    fn from(file: domain::Attachment) -> Self {
        Self {
            id: file.id.0,
            url: format!("/api/messenger/attachments/{}", file.id),
            name: file.name,
            mime: file.mime,
            size: file.size,
        }
    }
}

impl From<ChatView> for wire::Conversation {
    fn from(chat: ChatView) -> Self {
        let last = chat.last_message;
        let last_message_at = last.as_ref().map(|message| message.created_at);
        Self {
            id: chat.id.0,
            kind: chat.kind.into(),
            name: chat.title,
            participants: chat
                .participants
                .iter()
                .map(|member| member.user_id.0)
                .collect(),
            last_message_id: last.as_ref().map(|message| message.id.0),
            last_message_at,
            last_message_content: last.map(|message| message.content),
            last_message_time: last_message_at,
            unread_count: chat.unread_count,
            created_at: chat.created_at,
            updated_at: chat.updated_at,
        }
    }
}

/// A message as it is kept; its `client_id` is for its sender alone.
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
        content: message.content,
        kind: message.kind.into(),
        attachments: message.attachments.into_iter().map(Into::into).collect(),
        read_at: read_at.get(&message.id).copied(),
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| is_own),
    }
}

/// `new_message`, as an audience is to see it.
pub(super) fn new_message(event: &Event, sent: &MessageSent, audience: Audience) -> NewMessage {
    let files = sent.files.iter().cloned();
    NewMessage {
        conversation_id: event.chat_id.0,
        message: wire::Message {
            id: event.message_id().0,
            conversation_id: event.chat_id.0,
            sender_id: event.actor_id.map(|id| id.0),
            content: sent.content.clone(),
            kind: sent.kind.into(),
            attachments: files.map(Into::into).collect(),
            read_at: None,
            created_at: event.recorded_at,
            client_id: sent.client_id.filter(|_| audience == Audience::Actor),
        },
    }
}

/// A conversation that has just begun.
pub(super) fn begun(event: &Event, created: &ChatCreated) -> wire::Conversation {
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

/// `messages_read`.
pub(super) fn messages_read<'a>(event: &Event, newly_read: &'a [MessageId]) -> MessagesRead<'a> {
    MessagesRead {
        conversation_id: event.chat_id.0,
        user_id: event.actor_id.map(|id| id.0),
        message_ids: newly_read,
    }
}

impl From<Presence> for UserStatus {
    fn from(presence: Presence) -> Self {
        Self {
            user_id: presence.user_id.0,
            is_online: presence.online,
            last_seen: presence.last_seen,
        }
    }
}

impl From<&domain::Typing> for UserTyping {
    fn from(typing: &domain::Typing) -> Self {
        Self {
            conversation_id: typing.chat_id.0,
            user_id: typing.user_id.0,
            is_typing: typing.is_typing,
        }
    }
}

//! Between the realm's wire types and the words of the system. Pure.

use uuid::Uuid;

use super::wire;
use crate::chat::{self, Audience, ChatView, HistoryBound};
use crate::domain::{self, Event, EventBody, MessageSent, StoredEvent, UserId};
use crate::http::{Code, Problem};

impl From<&Problem> for wire::Error {
    fn from(problem: &Problem) -> Self {
        Self {
            error: problem.detail().to_owned(),
            code: problem.code(),
        }
    }
}

impl From<domain::Presence> for wire::Presence {
    fn from(presence: domain::Presence) -> Self {
        Self {
            user_id: presence.user_id.to_string(),
            online: presence.online,
            last_seen: presence.last_seen.map(jiff::Timestamp::as_second),
        }
    }
}

impl From<domain::Typing> for wire::Typing {
    fn from(typing: domain::Typing) -> Self {
        Self {
            conversation_id: typing.chat_uuid,
            user_id: typing.user_id.to_string(),
            is_typing: typing.is_typing,
        }
    }
}

/// A conversation as one of its two sees it.
pub(super) fn conversation(chat: ChatView, reader: UserId) -> wire::Conversation {
    let mut others = chat
        .participants
        .iter()
        .filter(|member| member.user_id != reader);
    wire::Conversation {
        id: chat.uuid,
        created_at: chat.created_at,
        updated_at: chat.updated_at,
        participant_id: others.next().map(|other| other.user_id.to_string()),
        last_message: chat.last_message.map(|message| wire::LastMessage {
            id: message.uuid,
            sender_id: id(message.sender_id),
            body: message.content,
            created_at: message.created_at,
        }),
        unread_count: chat.unread_count,
    }
}

/// A message of a history page; its `client_id` is for its sender alone.
pub(super) fn message(
    message: chat::Message,
    conversation_id: Uuid,
    reader: UserId,
) -> wire::Message {
    let is_own = message.sender_id == Some(reader);
    wire::Message {
        id: message.uuid,
        conversation_id,
        sender_id: id(message.sender_id),
        body: message.content,
        created_at: message.created_at,
        client_id: message.client_id.filter(|_| is_own),
    }
}

/// A message just stored, or stored before under the same `client_id`, as its sender sees it.
pub(super) fn stored(
    stored: &StoredEvent,
    conversation_id: Uuid,
    body: String,
    client_id: Option<Uuid>,
) -> wire::Message {
    wire::Message {
        id: stored.event_id,
        conversation_id,
        sender_id: stored.actor_id.map(|id| id.to_string()),
        body,
        created_at: stored.recorded_at,
        client_id,
    }
}

impl From<wire::Message> for wire::SocketMessage {
    fn from(message: wire::Message) -> Self {
        Self {
            id: message.id,
            conversation_id: message.conversation_id,
            sender_id: message.sender_id,
            body: message.body,
            created_at: message.created_at.as_second(),
            client_id: message.client_id,
        }
    }
}

/// An event as an audience is to see it, where it sees it at all.
pub(super) fn event(event: &Event, audience: Audience) -> Option<wire::ServerFrame> {
    match &event.body {
        // What it said is gone.
        EventBody::MessageSent(sent) if sent.content.is_empty() => None,
        EventBody::MessageSent(sent) => Some(wire::ServerFrame::Message(new_message(
            event, sent, audience,
        ))),
        EventBody::ChatRead(_) => Some(wire::ServerFrame::Read(wire::Read {
            conversation_id: event.chat_uuid,
            user_id: id(event.actor_id),
            last_read_id: event.subject_uuid,
        })),
        // The others are not said here; among them other realms' kinds.
        _ => None,
    }
}

fn new_message(event: &Event, sent: &MessageSent, audience: Audience) -> wire::SocketMessage {
    wire::SocketMessage {
        id: event.event_id,
        conversation_id: event.chat_uuid,
        sender_id: id(event.actor_id),
        body: sent.content.clone(),
        created_at: event.recorded_at.as_second(),
        client_id: sent.client_id.filter(|_| audience == Audience::Actor),
    }
}

fn id(user_id: Option<UserId>) -> Option<String> {
    user_id.map(|id| id.to_string())
}

/// The conversation that a client names. What has not the form of our ids names none.
pub(super) fn conversation_id(text: &str) -> Result<Uuid, Problem> {
    canonical_uuid(text)
        .ok_or_else(|| Problem::not_found(Code::ChatNotFound, "there is no such conversation"))
}

/// The history before the message that a client names. A text that is not one of our ids names no
/// message, which is only told to a member of the chat.
pub(super) fn before(text: &str) -> HistoryBound {
    HistoryBound::BeforeUuid(canonical_uuid(text).unwrap_or_default())
}

/// The user that a client names.
pub(super) fn user_id(text: &str) -> Result<UserId, Problem> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let id = text.parse().ok().filter(|_| is_number).map(UserId);
    id.ok_or_else(|| Problem::not_found(Code::UserNotFound, "there is no such user"))
}

/// An opaque id has one spelling.
fn canonical_uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text)
        .ok()
        .filter(|uuid| uuid.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_another_form_name_nothing() {
        let id = "0192f0c4-1111-7222-8333-4444deadbeef";
        assert!(conversation_id(id).is_ok());
        for other in [
            "",
            "c1",
            "0192F0C4-1111-7222-8333-4444DEADBEEF",
            "0192f0c41111722283334444deadbeef",
        ] {
            assert!(conversation_id(other).is_err(), "{other}");
        }
        assert_eq!(user_id("42").unwrap(), UserId(42));
        for other in ["", "+42", "-1", "u1", "9223372036854775808"] {
            assert!(user_id(other).is_err(), "{other}");
        }
    }
}

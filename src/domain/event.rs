//! What happened.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChatId, Cursor, MessageId, Position, Realm, UserId};

/// One row of the log.
#[derive(Debug, Clone)]
pub struct Event {
    /// Where it stands.
    pub position: Position,
    /// Its name for ever, chosen by whoever appended it (UUIDv7).
    pub event_id: Uuid,
    /// The application it belongs to.
    pub realm: Realm,
    /// The chat it happened in.
    pub chat_id: ChatId,
    /// Who did it; nobody where the database itself did.
    pub actor_id: Option<UserId>,
    /// What it was.
    pub body: EventBody,
    /// When, in milliseconds.
    pub recorded_at: Timestamp,
}

impl Event {
    /// What a client gives back to go on after this event.
    pub fn cursor(&self) -> Cursor {
        Cursor::new(self.position, self.event_id)
    }

    /// Whether somebody's own words are in it.
    pub fn has_text_of(&self, user_id: UserId) -> bool {
        self.actor_id == Some(user_id)
            && matches!(&self.body, EventBody::MessageSent(sent) if !sent.content.is_empty())
    }

    /// The same event as the log has it once its author was erased.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut event = self.clone();
        if let EventBody::MessageSent(sent) = &mut event.body {
            sent.content.clear();
        }
        event
    }

    /// The message this event made, if it is a `message_sent`.
    pub fn message_id(&self) -> MessageId {
        MessageId(self.position.0)
    }
}

/// `events.kind` with its `events.payload`. The names are frozen once released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventBody {
    /// A chat began.
    ChatCreated(ChatCreated),
    /// Someone came into a chat.
    ParticipantJoined(Participant),
    /// Someone left, or was removed.
    ParticipantLeft(ParticipantLeft),
    /// The actor wrote.
    MessageSent(MessageSent),
    /// The author took a message back.
    MessageDeleted(MessageDeleted),
    /// The actor has read up to a message.
    ChatRead(ChatRead),
    /// Somebody who had been in this chat was erased: their texts are gone from the log, and
    /// must be from wherever they were taken.
    UserErased(UserErased),
    /// Something this version does not know: a newer replica appended it, or a hand did.
    /// It keeps its place in the log and is delivered to nobody.
    Unknown,
}

/// Payload of `chat_created`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCreated {
    /// Who is in it from the beginning.
    pub participants: Vec<Participant>,
}

/// Payload of `participant_joined`: a member of a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// `users.id`.
    pub user_id: UserId,
    /// What they are in this chat.
    #[serde(default = "member")]
    pub role: String,
}

/// Payload of `participant_left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantLeft {
    /// Who.
    pub user_id: UserId,
}

/// Payload of `message_sent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSent {
    /// The text as it was sent; empty where its author was erased.
    pub content: String,
    /// The sender's own name for the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
}

/// Payload of `message_deleted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDeleted {
    /// Which.
    pub message_id: MessageId,
}

/// Payload of `user_erased`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserErased {
    /// Who.
    pub user_id: UserId,
}

/// Payload of `chat_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRead {
    /// The newest message read.
    pub up_to_id: MessageId,
}

fn member() -> String {
    super::Role::Member.as_str().to_owned()
}

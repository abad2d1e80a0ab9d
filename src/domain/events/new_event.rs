//! Events to append.

use std::sync::Arc;

use serde_json::value::RawValue;
use uuid::Uuid;

use super::kind::EventKind;
use crate::domain::ids::{ChatId, MessageId, Position, UserId};
use crate::domain::limits::ActionLimits;
use crate::domain::limits::{Limits, PersonalLimits};
use crate::domain::realm::Realm;

/// An event to append, made by [`super::Command::into_event`].
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Makes repeated attempts idempotent after a lost connection.
    pub event_id: Uuid,
    pub realm: Realm,
    pub actor_id: UserId,
    /// The name of the API key through which the actor acts. The database adds it to the payload.
    pub via_key: Option<Arc<str>>,
    pub kind: EventKind,
    /// `None`: the database finds the chat, or there is none.
    pub chat_id: Option<ChatId>,
    pub payload: Box<RawValue>,
    pub conflict_key: ConflictKey,
    /// The limits of its realm on this kind; the database enforces them.
    pub limits: Option<ActionLimits>,
}

/// The subject of an event. Two events with the same key never share a batch, so that the decision
/// on one does not depend on others of its batch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConflictKey {
    /// Conflicts with no other event.
    None,
    Send(ChatId, UserId, Uuid),
    Message(MessageId),
    Read(ChatId, UserId),
    Pair(Realm, String),
    Report(Position),
    /// The settings of a user's chats.
    Settings(UserId),
    /// All limited actions of a user in a realm, and those on scheduled messages.
    Actor(Realm, UserId),
    /// The block of the second user by the first.
    Block(Realm, UserId, UserId),
    /// The participants of a chat and its existence.
    Chat(ChatId),
}

impl NewEvent {
    /// Adds the limits of its realm, if there are any on its kind. Then it shares no batch with
    /// another limited event of the same actor.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = match self.kind {
            EventKind::MessageSent | EventKind::MessageScheduled | EventKind::ScheduledChanged => {
                Some(limits.of_messages())
            }
            EventKind::ChatCreated => Some(limits.of_chats()),
            _ => return self,
        };
        self.conflict_key = ConflictKey::Actor(self.realm, self.actor_id);
        self
    }

    /// Seconds until a retry if it exceeded its realm's limit, which counts the last minute, or the
    /// limit on messages. Its text has so many bytes.
    pub fn retry_after(&self, limits: &PersonalLimits, text_bytes: usize) -> u32 {
        const A_MINUTE: u32 = 60;
        match limits.send {
            Some(limit) if self.limits.is_none() => limit.retry_after(text_bytes),
            _ => A_MINUTE,
        }
    }
}

//! Signals: presence and typing, which are in no log and are not replayed.

use jiff::Timestamp;
use uuid::Uuid;

use super::{ChatId, Realm, UserId};

/// What subscribers get besides events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A user started or stopped typing.
    Typing(Typing),
    /// A user went online or offline.
    Presence(Presence),
}

/// A user's typing state in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// The chat's realm.
    pub realm: Realm,
    /// Where.
    pub chat_id: ChatId,
    /// The chat's UUID.
    pub chat_uuid: Uuid,
    /// Who.
    pub user_id: UserId,
    pub is_typing: bool,
}

/// Whether a user is connected to any replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub user_id: UserId,
    pub online: bool,
    /// When the user last went online or offline; `None` if never.
    pub last_seen: Option<Timestamp>,
}

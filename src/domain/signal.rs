//! What is true for a moment only: never a row of the log, and not replayed.

use jiff::Timestamp;
use uuid::Uuid;

use super::{ChatId, Realm, UserId};

/// Something that subscribers are told besides events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Somebody began or ceased to type.
    Typing(Typing),
    /// Somebody came or went.
    Presence(Presence),
}

/// Who types where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// The chat's realm.
    pub realm: Realm,
    /// Where.
    pub chat_id: ChatId,
    /// The chat's name where names are UUIDs.
    pub chat_uuid: Uuid,
    /// Who.
    pub user_id: UserId,
    /// Whether they do, or have ceased.
    pub is_typing: bool,
}

/// Whether a user is connected, to whichever replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub user_id: UserId,
    /// Whether any replica holds a connection of theirs.
    pub online: bool,
    /// When they last came or went, on whichever replica; nothing where they never did.
    pub last_seen: Option<Timestamp>,
}

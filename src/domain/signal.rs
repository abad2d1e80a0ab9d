//! Signals: presence, typing and drafts, which are not in the log and are not replayed.

use jiff::Timestamp;
use uuid::Uuid;

use super::ids::{ChatId, MessageId, UserId};
use super::realm::Realm;

/// A message to subscribers that is not an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A user started or stopped typing.
    Typing(Typing),
    /// A user went online or offline.
    Presence(Presence),
    /// The subscriber saved a draft on one of their devices, or removed it: `None`.
    Draft(ChatId, Option<Draft>),
}

/// A message that is not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    /// A message of the same chat.
    pub reply_to: Option<MessageId>,
}

/// Whose draft, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftKey {
    pub realm: Realm,
    pub chat_id: ChatId,
    pub user_id: UserId,
}

/// A user's typing state in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    pub realm: Realm,
    pub chat_id: ChatId,
    pub chat_uuid: Uuid,
    pub user_id: UserId,
    pub is_typing: bool,
}

/// Whether a user is connected to any replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    pub user_id: UserId,
    pub online: bool,
    /// When the user last went online or offline; `None` if never.
    pub last_seen: Option<Timestamp>,
}

impl Presence {
    /// What a user is shown of another one who blocks them.
    pub const fn hidden(user_id: UserId) -> Self {
        Self {
            user_id,
            online: false,
            last_seen: None,
        }
    }
}

//! Who subscribes, and to what.

use crate::domain::{ChatId, Realm, Role, SessionKey, UserId};

/// Whose connection it is.
#[derive(Debug, Clone)]
pub struct Subscriber {
    /// In which application.
    pub realm: Realm,
    /// `users.id`.
    pub user_id: UserId,
    /// What they were when it began; another role is another view.
    pub role: Role,
    /// The log-in it came with, whose end ends it.
    pub session: SessionKey,
}

/// Which events a subscriber gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of all chats the user is in.
    OwnChats,
    /// Those of one chat, while the user is in it.
    OneChat(ChatId),
    /// All of the realm, for who may read everything.
    WholeRealm,
}

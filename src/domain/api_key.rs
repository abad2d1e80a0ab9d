//! API keys: the credentials of programs, such as an application's backend or a bot.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::ids::UserId;
use super::session_key::SessionKey;

/// What a key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyScope {
    /// Manage people and issue their tokens.
    Users,
    /// Create and change chats.
    Chats,
    /// Send and change messages.
    Messages,
    /// Read chats, messages and events.
    Read,
}

impl KeyScope {
    /// All scopes.
    pub const ALL: [Self; 4] = [Self::Users, Self::Chats, Self::Messages, Self::Read];

    /// The name in the database and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Chats => "chats",
            Self::Messages => "messages",
            Self::Read => "read",
        }
    }
}

impl fmt::Display for KeyScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not a scope's.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a scope: there are users, chats, messages and read")]
pub struct UnknownScope(String);

impl FromStr for KeyScope {
    type Err = UnknownScope;

    fn from_str(name: &str) -> Result<Self, UnknownScope> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == name);
        found.ok_or_else(|| UnknownScope(name.to_owned()))
    }
}

/// The name of a key: 1 to 64 of `a-z`, `0-9`, `.`, `_` and `-`. It is never given to another key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(String);

/// A text that is not the name of a key.
#[derive(Debug, thiserror::Error)]
#[error("a name has 1 to 64 of the characters a-z, 0-9, `.`, `_` and `-`")]
pub struct MalformedKeyName;

impl KeyName {
    const MAX_BYTES: usize = 64;

    /// The name as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = MalformedKeyName;

    fn from_str(name: &str) -> Result<Self, MalformedKeyName> {
        let is_allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        let is_name = (1..=Self::MAX_BYTES).contains(&name.len()) && name.bytes().all(is_allowed);
        is_name
            .then(|| Self(name.to_owned()))
            .ok_or(MalformedKeyName)
    }
}

/// How a request uses a key.
#[derive(Debug, Clone)]
pub struct KeyUse {
    /// The key's [`KeyName`].
    pub name: Arc<str>,
    /// The key's own user, whose role is [`Role::Service`](super::Role::Service).
    pub user_id: UserId,
    /// Whether the request acts for a person (`Act-As`), and not for the key's own user.
    pub acts_for_person: bool,
    /// Whether the key has the scope `read`.
    pub reads: bool,
}

impl KeyUse {
    /// The session of everything that the key opens, which ends when the key is revoked.
    pub fn session(&self) -> SessionKey {
        SessionKey(format!("key:{}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_keys_are_plain() {
        for name in ["a", "billing-2.eu_1", &"x".repeat(64)] {
            assert!(name.parse::<KeyName>().is_ok(), "{name}");
        }
        for name in ["", "A", "a b", "a:b", "ключ", &"x".repeat(65)] {
            assert!(name.parse::<KeyName>().is_err(), "{name}");
        }
    }
}

//! Callers and their roles.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api_key::KeyUse;
use super::ids::{AttachmentId, UserId};
use super::name::{Language, Name};
use super::request_source::RequestSource;
use super::session_key::SessionKey;

/// `users.role`. The database decides, not the token.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A student of a school.
    Student,
    /// A teacher of a school.
    Teacher,
    /// Reads every chat of a school and writes in none.
    Admin,
    /// Any other user with an account.
    Member,
    /// Resolves reports.
    Moderator,
    /// A user without an account.
    Guest,
    /// The user of an API key: a program.
    Service,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Student,
        Self::Teacher,
        Self::Admin,
        Self::Member,
        Self::Moderator,
        Self::Guest,
        Self::Service,
    ];

    /// The name in the database, in tokens and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Teacher => "teacher",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Guest => "guest",
            Self::Service => "service",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is not a role's.
#[derive(Debug, thiserror::Error)]
#[error("unknown role `{0}`")]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == name)
            .ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

/// An authenticated caller with their current state in the database.
#[derive(Debug, Clone)]
pub struct Principal {
    pub user_id: UserId,
    pub role: Role,
    pub name: Name,
    pub email: Option<String>,
    pub external_id: Option<String>,
    pub created_at: Timestamp,
    /// The attachment that is their picture.
    pub picture_id: Option<AttachmentId>,
    /// A picture on another server.
    pub avatar_url: Option<String>,
    /// What they have chosen; `None`: the language of each request.
    pub language: Option<Language>,
    /// The log-in behind the request.
    pub session: SessionKey,
    /// When the token expires, which ends every stream that it opened.
    pub expires_at: Timestamp,
    /// The API key behind the request, if it is not the user's own.
    pub key: Option<Arc<KeyUse>>,
    /// Whether an API key made the request, or issued its token, that may not change the account.
    pub is_beyond_key: bool,
    /// Where the request came from, of a caller who may read what others wrote.
    pub source: Option<Arc<RequestSource>>,
}

impl Principal {
    /// Whether this is an admin.
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }
}

/// Who causes an event: a user, perhaps through an API key.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user_id: UserId,
    /// The name of the key, which the event keeps.
    pub via_key: Option<Arc<str>>,
}

impl From<UserId> for Actor {
    fn from(user_id: UserId) -> Self {
        let via_key = None;
        Self { user_id, via_key }
    }
}

impl From<&Principal> for Actor {
    fn from(caller: &Principal) -> Self {
        Self {
            user_id: caller.user_id,
            via_key: caller.key.as_ref().map(|used| used.name.clone()),
        }
    }
}

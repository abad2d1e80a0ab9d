//! Accounts of people who sign in with a password.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::Role;

/// A log-in with a password.
#[derive(Deserialize, ToSchema)]
pub struct NewSession {
    #[schema(example = "anna@clinic.example")]
    pub email: String,
    pub password: String,
    /// Whether the tokens become cookies.
    #[serde(default)]
    pub cookie: bool,
}

/// The exchange of a refresh token.
#[derive(Default, Deserialize, ToSchema)]
pub struct SessionRefresh {
    /// Absent: that of the cookie.
    #[schema(nullable = false)]
    pub refresh_token: Option<String>,
    /// Whether the new tokens become cookies. Without `refresh_token` they do.
    #[serde(default)]
    pub cookie: bool,
}

/// The tokens of a log-in.
#[derive(Serialize, ToSchema)]
pub struct SessionTokens {
    /// Authenticates requests: `Authorization: Bearer`.
    pub access_token: String,
    pub expires_at: Timestamp,
    /// Exchanged once for new tokens.
    pub refresh_token: String,
    pub refresh_expires_at: Timestamp,
}

/// A log-in of the caller that lasts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    pub id: Uuid,
    /// What the client called itself (`User-Agent`); may be empty.
    #[schema(example = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")]
    pub device: String,
    /// The client's address when its tokens were last refreshed.
    #[schema(example = "203.0.113.7")]
    pub address: String,
    pub created_at: Timestamp,
    /// When its tokens were last refreshed: clients do this every 12 hours.
    pub last_used_at: Timestamp,
    /// Whether this request is of this log-in.
    pub current: bool,
}

/// The newest 100 log-ins of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    pub sessions: Vec<Session>,
}

/// A change of the caller's password.
#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    /// The password so far.
    pub old_password: String,
    /// At least 8 characters, at most 1,024 bytes.
    #[schema(min_length = 8)]
    pub new_password: String,
}

/// A request for an e-mail with a link that sets a new password.
#[derive(Deserialize, ToSchema)]
pub struct ResetRequest {
    #[schema(example = "anna@school.example")]
    pub email: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub struct SetPassword {
    /// The token of the link.
    pub token: String,
    /// At least 8 characters, at most 1,024 bytes.
    #[schema(min_length = 8)]
    pub password: String,
}

/// A link that sets a new password, once.
#[derive(Serialize, ToSchema)]
pub struct PasswordLink {
    pub token: String,
    /// The link. Null if `PUBLIC_URL` is not configured.
    #[schema(required = true)]
    pub url: Option<String>,
    pub expires_at: Timestamp,
}

/// A role that an invitation may give.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitedAs {
    Student,
    Teacher,
    Admin,
    Member,
    Moderator,
}

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
pub struct NewInvitation {
    #[schema(example = "anna@school.example")]
    pub email: String,
    pub role: InvitedAs,
    /// Whether to send the link by e-mail too, in the language that `Accept-Language` prefers.
    #[serde(default)]
    pub send_mail: bool,
}

/// An invitation that was not accepted yet.
#[derive(Serialize, ToSchema)]
pub struct Invitation {
    pub id: Uuid,
    pub email: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// The token of the link: only in the answer to its creation, else null.
    #[schema(required = true)]
    pub token: Option<String>,
    /// The link, with the token. Null without it, and if `PUBLIC_URL` is not configured.
    #[schema(required = true)]
    pub url: Option<String>,
}

/// The token of an invitation's link.
#[derive(Deserialize, ToSchema)]
pub struct InvitationToken {
    pub token: String,
}

/// An invitation, as its link shows it.
#[derive(Serialize, ToSchema)]
pub struct ShownInvitation {
    pub email: String,
    pub role: Role,
    /// The name of the user who invited. Null if it was an operator, or the user was deleted.
    #[schema(required = true)]
    pub invited_by: Option<String>,
    pub expires_at: Timestamp,
}

/// A deactivated person.
#[derive(Serialize, ToSchema)]
pub struct DeactivatedUser {
    pub id: i64,
    pub name: String,
    #[schema(required = true)]
    pub email: Option<String>,
    pub role: Role,
    pub deactivated_at: Timestamp,
}

/// A page of people who were deactivated, the latest first.
#[derive(Serialize, ToSchema)]
pub struct DeactivatedList {
    pub users: Vec<DeactivatedUser>,
    /// Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The role that a person gets.
#[derive(Deserialize, ToSchema)]
pub struct NewRole {
    pub role: InvitedAs,
}

/// What this server can do.
#[derive(Serialize, ToSchema)]
pub struct Server {
    /// Whether it sends e-mails.
    pub mail: bool,
    /// Whether people sign in here with a password.
    pub accounts: bool,
}

/// Open invitations, the newest first.
#[derive(Serialize, ToSchema)]
pub struct InvitationList {
    pub invitations: Vec<Invitation>,
    /// Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The acceptance of an invitation.
#[derive(Deserialize, ToSchema)]
pub struct AcceptInvitation {
    /// The token of the link.
    pub token: String,
    /// 1 to 200 characters.
    #[schema(max_length = 200)]
    pub name: String,
    /// At least 8 characters, at most 1,024 bytes.
    #[schema(min_length = 8)]
    pub password: String,
}

impl From<InvitedAs> for Role {
    fn from(role: InvitedAs) -> Self {
        match role {
            InvitedAs::Student => Self::Student,
            InvitedAs::Teacher => Self::Teacher,
            InvitedAs::Admin => Self::Admin,
            InvitedAs::Member => Self::Member,
            InvitedAs::Moderator => Self::Moderator,
        }
    }
}

//! Invitations of people who sign in with a password.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::Role;
use crate::http::Time;

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
#[serde(deny_unknown_fields)]
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
    pub created_at: Time,
    pub expires_at: Time,
    /// The token of the link: only in the answer to its creation, else null.
    #[schema(required = true)]
    pub token: Option<String>,
    /// The link, with the token. Null without it, and if `PUBLIC_URL` is not configured.
    #[schema(required = true)]
    pub url: Option<String>,
}

/// The token of an invitation's link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    pub expires_at: Time,
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
#[serde(deny_unknown_fields)]
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

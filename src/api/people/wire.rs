//! People as admins see them, and what the server offers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::invitations::wire::InvitedAs;
use crate::domain::Role;

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
#[serde(deny_unknown_fields)]
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

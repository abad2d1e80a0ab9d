//! People as admins see them, and what the server offers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::invitations::wire::InvitedAs;

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

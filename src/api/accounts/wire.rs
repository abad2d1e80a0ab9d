//! Passwords, and links that set them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::Time;

/// A change of the caller's password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password so far.
    pub old_password: String,
    /// At least 8 characters, at most 1,024 bytes.
    #[schema(min_length = 8)]
    pub new_password: String,
}

/// A request for an e-mail with a link that sets a new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetRequest {
    #[schema(example = "anna@school.example")]
    pub email: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
    pub expires_at: Time,
}

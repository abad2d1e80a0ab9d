//! Log-ins with a password.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::Time;

/// A log-in with a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
pub struct SessionRefresh {
    /// Absent: that of the cookie.
    #[schema(nullable = false)]
    pub refresh_token: Option<String>,
    /// Whether the new tokens become cookies. Without `refresh_token` they do.
    #[serde(default)]
    pub cookie: bool,
}

/// The tokens of a log-in, or of a guest.
#[derive(Serialize, ToSchema)]
pub struct SessionTokens {
    /// Authenticates requests: `Authorization: Bearer`.
    pub access_token: String,
    pub expires_at: Time,
    /// Exchanged once for new tokens. Null for a guest, whose token is renewed when it is used.
    #[schema(required = true)]
    pub refresh_token: Option<String>,
    #[schema(required = true)]
    pub refresh_expires_at: Option<Time>,
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
    pub created_at: Time,
    /// When its tokens were last refreshed: clients do this every 12 hours.
    pub last_used_at: Time,
    /// Whether this request is of this log-in.
    pub current: bool,
}

/// The newest 100 log-ins of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    pub sessions: Vec<Session>,
}

//! Users without an account.

use serde::Deserialize;
use utoipa::ToSchema;

/// A new guest.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGuest {
    /// Whether the token becomes a cookie.
    #[serde(default)]
    pub cookie: bool,
}

//! The caller of a market route: a guest, or a user with an account.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::guest_cookie::GuestCookie;
use super::translate;
use crate::auth;
use crate::domain::{Principal, Role};
use crate::http::caller::authenticate_guest_or_user;
use crate::http::{Code, Problem};
use crate::realms::RealmContext;

/// The caller of a route that needs one.
pub struct MarketCaller(pub Principal);

impl FromRequestParts<RealmContext> for MarketCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, market: &RealmContext) -> Result<Self, Problem> {
        let caller = authenticate_guest_or_user(&market.authenticator, parts).await?;
        authenticated(parts, caller)
    }
}

/// Requires a caller, and renews a guest's cookie that is older than a day.
pub(super) fn authenticated(
    parts: &Parts,
    caller: Option<auth::GuestOrUser>,
) -> Result<MarketCaller, Problem> {
    let caller = caller.ok_or_else(missing_token)?;
    if let Some(token) = &caller.renewed {
        GuestCookie::of(parts).set(&parts.headers, token);
    }
    Ok(MarketCaller(caller.principal))
}

impl MarketCaller {
    /// Refuses a `user_id` that is not the caller's.
    pub(super) fn require(&self, name: Option<&str>) -> Result<(), Problem> {
        if name.is_none_or(|name| translate::is_called(&self.0, name)) {
            return Ok(());
        }
        Err(not_yourself("user_id is not the caller's"))
    }

    /// Refuses callers who may not handle reports.
    pub(super) fn require_moderator(&self) -> Result<(), Problem> {
        match self.0.role {
            Role::Moderator | Role::Admin => Ok(()),
            Role::Student | Role::Teacher | Role::Member | Role::Guest => Err(Problem::forbidden(
                Code::NotAModerator,
                "reports are for moderators and admins",
            )),
        }
    }
}

/// 401: the request has no token.
pub(super) fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in, or become a guest first")
}

/// 403: the request names another user as its sender.
pub(super) fn not_yourself(detail: &'static str) -> Problem {
    Problem::forbidden(Code::NotYourself, detail)
}

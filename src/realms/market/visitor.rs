//! Who is calling, and what they may call themselves.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Market;
use super::renewal::GuestCookie;
use super::translate;
use crate::auth;
use crate::domain::{Principal, Role};
use crate::http::{Code, Problem};

/// The caller of a request that needs one: a guest, or somebody with an account.
pub struct Visitor(pub Principal);

impl FromRequestParts<Market> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, market: &Market) -> Result<Self, Problem> {
        let visitor = market.gate.authenticate_visitor(parts).await?;
        authenticated(parts, visitor)
    }
}

/// The caller, whose token is renewed on the way.
pub(super) fn authenticated(
    parts: &Parts,
    visitor: Option<auth::Visitor>,
) -> Result<Visitor, Problem> {
    let visitor = visitor.ok_or_else(missing_token)?;
    if let Some(token) = &visitor.renewed {
        GuestCookie::of(parts).set(&parts.headers, token);
    }
    Ok(Visitor(visitor.principal))
}

impl Visitor {
    /// Refuses a name that is not the caller's.
    pub(super) fn require(&self, name: Option<&str>) -> Result<(), Problem> {
        if name.is_none_or(|name| translate::is_called(&self.0, name)) {
            return Ok(());
        }
        Err(not_yourself("user_id is not who is calling"))
    }

    /// Refuses who does not handle reports.
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

/// Nobody is calling.
pub(super) fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in, or become a guest first")
}

/// Somebody speaks for somebody else.
pub(super) fn not_yourself(detail: &'static str) -> Problem {
    Problem::forbidden(Code::NotYourself, detail)
}

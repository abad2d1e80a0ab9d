//! The callers of market routes: guests, and users with an account.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::{GUEST_PATHS, parties};
use crate::auth::GuestOrUser;
use crate::contracts::shared::ContractContext;
use crate::domain::{Principal, Rejection, Role};
use crate::http::caller::authenticate_guest_or_user;
use crate::http::guest_token::GuestToken;
use crate::http::{Code, Problem};

/// The caller of a request.
pub struct MarketCaller(pub Principal);

/// The caller of a request that needs no token.
pub struct OptionalMarketCaller(pub Option<GuestOrUser>);

/// The caller that opens a WebSocket, whose token may also be the query parameter `token`.
pub struct MarketSocketCaller(pub MarketCaller);

impl FromRequestParts<ContractContext> for OptionalMarketCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &ContractContext,
    ) -> Result<Self, Problem> {
        let caller = authenticate_guest_or_user(&context.authenticator, parts).await?;
        Ok(Self(caller))
    }
}

impl FromRequestParts<ContractContext> for MarketCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &ContractContext,
    ) -> Result<Self, Problem> {
        let caller = authenticate_guest_or_user(&context.authenticator, parts).await?;
        let caller = caller.ok_or_else(missing_token)?;
        Ok(Self::renewed(parts, caller))
    }
}

impl FromRequestParts<ContractContext> for MarketSocketCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &ContractContext,
    ) -> Result<Self, Problem> {
        let authenticator = &context.authenticator;
        let caller = authenticator.authenticate_guest_or_user_socket(parts, "token");
        let caller = caller.await?.ok_or_else(missing_token)?;
        Ok(Self(MarketCaller::renewed(parts, caller)))
    }
}

impl MarketCaller {
    /// An authenticated caller. If a guest's token was renewed, the answer hands out the new one.
    pub(super) fn renewed(parts: &Parts, caller: GuestOrUser) -> Self {
        Self(GuestToken::renew(parts, GUEST_PATHS, caller))
    }

    /// Refuses a `user_id` that is not the caller's.
    pub(super) fn require_id(&self, id: Option<&str>) -> Result<(), Problem> {
        if id.is_none_or(|id| parties::is_id_of(&self.0, id)) {
            return Ok(());
        }
        Err(not_yourself("user_id is not the caller's"))
    }

    /// Refuses callers who may not handle reports.
    pub(super) fn require_moderator(&self) -> Result<(), Problem> {
        match self.0.role {
            Role::Moderator | Role::Admin => Ok(()),
            Role::Student | Role::Teacher | Role::Member | Role::Guest | Role::Service => {
                Err(Problem::forbidden(
                    Rejection::NotAModerator,
                    "reports are for moderators and admins",
                ))
            }
        }
    }
}

/// 401: the request has no token.
pub(super) fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in, or become a guest first")
}

/// 403: the request names another user than the caller.
pub(super) fn not_yourself(detail: &'static str) -> Problem {
    Problem::forbidden(Code::NotYourself, detail)
}

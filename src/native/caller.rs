//! The callers of requests: users, and guests in a realm that has them.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::domain::Principal;
use crate::http::caller::{authenticate, authenticate_guest_or_user};
use crate::http::{Code, Problem};
use crate::native::NativeContext;

/// The caller of a request.
pub struct NativeCaller(pub Principal);

/// The caller of a stream, whose token may also be the query parameter `token`.
pub struct NativeStreamCaller(pub Principal);

impl FromRequestParts<NativeContext> for NativeCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &NativeContext,
    ) -> Result<Self, Problem> {
        let authenticator = &context.authenticator;
        if !context.policy.has_guests {
            return authenticate(authenticator, parts).await.map(Self);
        }
        let caller = authenticate_guest_or_user(authenticator, parts).await?;
        Ok(Self(caller.ok_or_else(missing_token)?.principal))
    }
}

impl FromRequestParts<NativeContext> for NativeStreamCaller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        context: &NativeContext,
    ) -> Result<Self, Problem> {
        let authenticator = &context.authenticator;
        if !context.policy.has_guests {
            let caller = authenticator.authenticate_stream(parts, "token");
            return Ok(Self(caller.await?));
        }
        let caller = authenticator.authenticate_guest_or_user_socket(parts, "token");
        Ok(Self(caller.await?.ok_or_else(missing_token)?.principal))
    }
}

fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in, or become a guest first")
}

//! Extractors of the caller of a request.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, MatchedPath};
use axum::http::request::Parts;

use crate::auth::{Authenticator, GuestOrUser, KeyAccess};
use crate::domain::{ClientAddress, Principal, RequestSource, Role};
use crate::http::in_flight;
use crate::http::language::ChosenLanguage;
use crate::http::problem::Problem;

/// The caller of a request that is not a stream.
pub struct Caller(pub Principal);

/// The caller of a stream, whose token may also be the query parameter `token`.
pub struct StreamCaller(pub Principal);

/// The caller that opens a WebSocket, whose token may also be the query parameter `token`.
pub struct SocketCaller(pub Principal);

/// A caller, with where the request came from if they may read what others wrote. Their language counts from then on.
pub fn with_source(parts: &Parts, caller: Principal) -> Principal {
    ChosenLanguage::note(parts, caller.language);
    let is_of_staff = matches!(caller.role, Role::Admin | Role::Moderator);
    let source = (is_of_staff || caller.key.is_some()).then(|| source_of(parts));
    Principal {
        source: source.flatten(),
        ..caller
    }
}

fn source_of(parts: &Parts) -> Option<Arc<RequestSource>> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str();
    Some(Arc::new(RequestSource {
        route: format!("{} {path}", parts.method),
        address: *parts.extensions.get::<ClientAddress>()?,
    }))
}

/// Authenticates a request, and counts it among its user's requests in flight.
pub async fn authenticate(
    authenticator: &Authenticator,
    parts: &Parts,
) -> Result<Principal, Problem> {
    let principal = authenticator.authenticate(parts).await?;
    in_flight::begin(parts, principal.user_id).await?;
    Ok(with_source(parts, principal))
}

/// Authenticates a request with an API key, and counts it among the requests in flight of the key's own
/// user, whomever it acts for; `None` if the request has no key.
pub async fn authenticate_key(
    authenticator: &Authenticator,
    parts: &Parts,
    access: KeyAccess,
) -> Result<Option<Principal>, Problem> {
    let caller = authenticator.authenticate_key(parts, access).await?;
    if let Some(used) = caller.as_ref().and_then(|caller| caller.key.as_ref()) {
        in_flight::begin(parts, used.user_id).await?;
    }
    Ok(caller.map(|caller| with_source(parts, caller)))
}

/// The same for a route that is open to guests; `None` if the request has no token.
pub async fn authenticate_guest_or_user(
    authenticator: &Authenticator,
    parts: &Parts,
) -> Result<Option<GuestOrUser>, Problem> {
    let caller = authenticator.authenticate_guest_or_user(parts).await?;
    if let Some(caller) = &caller {
        in_flight::begin(parts, caller.principal.user_id).await?;
    }
    Ok(caller.map(|caller| GuestOrUser {
        principal: with_source(parts, caller.principal),
        ..caller
    }))
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Authenticator: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let authenticator = Authenticator::from_ref(state);
        authenticate(&authenticator, parts).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StreamCaller
where
    Authenticator: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let authenticator = Authenticator::from_ref(state);
        let principal = authenticator.authenticate_stream(parts, "token").await?;
        Ok(Self(with_source(parts, principal)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SocketCaller
where
    Authenticator: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let authenticator = Authenticator::from_ref(state);
        let principal = authenticator.authenticate_socket(parts, "token").await?;
        Ok(Self(principal))
    }
}

//! The way in: a request's token becomes a [`Principal`], or a 401.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use super::claims::{Claims, Subject};
use super::credentials::{self, Credential, Source};
use super::denied::Denied;
use super::origin::{self, AllowedOrigins};
use super::principals::{Found, Principals};
use super::tokens::Verifier;
use crate::directory::{Directory, Provision};
use crate::domain::{Principal, Role};
use crate::http::{Code, Problem};

/// The caller of a request that is not a stream.
pub struct Caller(pub Principal);

/// The caller of a stream, whose token may also stand in the query as `token`.
pub struct StreamCaller(pub Principal);

/// Lets callers in. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    verifier: Verifier,
    principals: Principals,
    origins: AllowedOrigins,
    /// Where unknown people are created, if they are.
    provision: Option<Directory>,
}

impl Gate {
    /// A gate that believes `verifier`; `provision` creates users it does not know.
    pub fn new(
        verifier: Verifier,
        principals: Principals,
        origins: AllowedOrigins,
        provision: Option<Directory>,
    ) -> Self {
        Self(Arc::new(Inner {
            verifier,
            principals,
            origins,
            provision,
        }))
    }

    /// Who sent this request.
    pub async fn admit(&self, parts: &Parts) -> Result<Principal, Problem> {
        self.admit_with(parts, credentials::find(&parts.headers))
            .await
    }

    /// Who opens this stream; `parameter` names where in the query a token may stand.
    pub async fn admit_stream(&self, parts: &Parts, parameter: &str) -> Result<Principal, Problem> {
        let credential = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        self.admit_with(parts, credential).await
    }

    /// Who opens this WebSocket; `parameter` names where in the query a token may stand, with
    /// or without `Bearer` before it.
    ///
    /// A page of another site may not, whatever token it has: CORS, which keeps answers from
    /// such a page, knows no WebSockets.
    pub async fn admit_socket(&self, parts: &Parts, parameter: &str) -> Result<Principal, Problem> {
        let mut found = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        if let Ok(Some(credential)) = &mut found {
            credential.strip_scheme();
        }
        let principal = self.admit_with(parts, found).await?;
        self.require_same_origin(parts)?;
        Ok(principal)
    }

    /// Who opens this Socket.IO session, of which these are the parts of the first request;
    /// `token` is what its handshake brought, with or without `Bearer` before it.
    pub async fn admit_handshake(
        &self,
        parts: &Parts,
        token: Option<&str>,
    ) -> Result<Principal, Problem> {
        let mut found = credentials::find(&parts.headers);
        if let Ok(none @ None) = &mut found {
            *none = token.map(Credential::of_handshake);
        }
        // Whether that is another site's page was looked at with each request of the session.
        self.admit_with(parts, found).await
    }

    /// Refuses a request that a page of another site sent, whatever it asks for.
    pub fn require_own_page(&self, parts: &Parts) -> Result<(), Problem> {
        origin::check_page(&parts.headers, &self.0.origins).map_err(|_| {
            Problem::forbidden(Code::CrossOrigin, "this page may not act for its visitor")
        })
    }

    /// Refuses a request that another site made a browser send.
    pub fn require_same_origin(&self, parts: &Parts) -> Result<(), Problem> {
        origin::check(&parts.method, &parts.headers, &self.0.origins).map_err(|_| {
            Problem::forbidden(Code::CrossOrigin, "this page may not act for its visitor")
        })
    }

    async fn admit_with(
        &self,
        parts: &Parts,
        credential: Result<Option<Credential>, credentials::MalformedAuthorization>,
    ) -> Result<Principal, Problem> {
        let credential = credential
            .map_err(|_| {
                Problem::unauthorized(Code::InvalidToken, "the Authorization is malformed")
            })?
            .ok_or_else(|| Problem::unauthorized(Code::MissingToken, "sign in first"))?;
        let claims = self.0.verifier.verify(&credential.token).await?;
        let principal = self.identify(claims).await?;
        tracing::Span::current().record("user.id", principal.user_id.0);
        if credential.source == Source::Cookie {
            self.require_same_origin(parts)?;
        }
        Ok(principal)
    }

    async fn identify(&self, claims: Claims) -> Result<Principal, Problem> {
        let mut found = self.find(&claims).await?;
        if let (Found::Unknown, Some(directory)) = (&found, &self.0.provision) {
            directory
                .provision(&provision(&claims))
                .await
                .map_err(|error| {
                    tracing::error!(%error, "a user could not be provisioned");
                    Problem::unavailable()
                })?;
            found = self.find(&claims).await?;
        }
        match found {
            Found::Known(known) => Ok(known.with(claims)),
            Found::Unknown => Err(Problem::unauthorized(
                Code::UnknownUser,
                "the token's user is not known here",
            )),
            Found::LoggedOut => Err(Problem::unauthorized(
                Code::LoggedOut,
                "this log-in was ended: sign in again",
            )),
        }
    }

    async fn find(&self, claims: &Claims) -> Result<Found, Problem> {
        let (subject, session) = (claims.subject.clone(), claims.session.clone());
        self.0
            .principals
            .find(subject, session)
            .await
            .map_err(Problem::from)
    }
}

fn provision(claims: &Claims) -> Provision<'_> {
    let (id, external_id) = match &claims.subject {
        Subject::Id(id) => (Some(*id), None),
        Subject::External(external_id) => (None, Some(external_id.as_str())),
    };
    let role = claims.role.as_deref().and_then(|role| role.parse().ok());
    let name = claims
        .name
        .as_deref()
        .or(claims.email.as_deref())
        .or(external_id);
    Provision {
        id,
        external_id,
        email: claims.email.as_deref(),
        name: name.unwrap_or("?"),
        role: role.unwrap_or(Role::Member),
        company_id: claims.company_id,
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::KeysUnavailable => Self::unavailable(),
            Denied::Expired => Self::unauthorized(Code::TokenExpired, "the token has expired"),
            Denied::Malformed
            | Denied::WrongAlgorithm
            | Denied::WrongKey
            | Denied::UnknownKey
            | Denied::NotYetValid
            | Denied::NoSubject => Self::unauthorized(Code::InvalidToken, denied.to_string()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Gate: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Gate::from_ref(state).admit(parts).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StreamCaller
where
    Gate: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Gate::from_ref(state)
            .admit_stream(parts, "token")
            .await
            .map(Self)
    }
}

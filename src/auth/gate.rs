//! The way in: a request's token becomes a [`Principal`], or a 401.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use super::claims::{Claims, Subject};
use super::credentials::{self, Credential, MalformedAuthorization, Source};
use super::guests::{self, Guests};
use super::origin::{self, AllowedOrigins};
use super::principals::{PrincipalLookup, Principals};
use super::tokens::{IssuedToken, Verifier};
use crate::auth::token_error::TokenError;
use crate::directory::{Directory, Provision};
use crate::domain::{Principal, Realm, Rejection, Role};
use crate::http::{Code, Problem, in_flight};

/// The caller of a request that is not a stream.
pub struct Caller(pub Principal);

/// The caller of a stream, whose token may also stand in the query as `token`.
pub struct StreamCaller(pub Principal);

/// A caller where guests are: one of them, or somebody with an account.
pub struct Visitor {
    /// Who.
    pub principal: Principal,
    /// Another token for a guest whose own is not of today.
    pub renewed: Option<IssuedToken>,
}

/// A token where it was found, if one was.
type FoundCredential = Result<Option<Credential>, MalformedAuthorization>;

/// Lets callers in, to a realm where it is one's. Cheap to clone.
#[derive(Clone)]
pub struct Authenticator {
    inner: Arc<Inner>,
    realm: Option<Realm>,
}

struct Inner {
    verifier: Verifier,
    principals: Principals,
    guests: Guests,
    origins: AllowedOrigins,
    /// How unknown users are created, if they are.
    provisioning: Option<Provisioning>,
}

/// Creates the users that verified tokens speak of.
pub struct Provisioning {
    /// Where.
    pub directory: Directory,
    /// The roles that a token's `role` may give; with another one the user is a member.
    pub roles: Vec<Role>,
}

impl Authenticator {
    /// A gate to no realm in particular, which believes `verifier`; `provisioning` creates users
    /// it does not know.
    pub fn new(
        verifier: Verifier,
        principals: Principals,
        guests: Guests,
        origins: AllowedOrigins,
        provisioning: Option<Provisioning>,
    ) -> Self {
        let inner = Arc::new(Inner {
            verifier,
            principals,
            guests,
            origins,
            provisioning,
        });
        Self { inner, realm: None }
    }

    /// The gate to a realm, which lets in who belongs to it.
    #[must_use]
    pub fn to(&self, realm: Realm) -> Self {
        let inner = self.inner.clone();
        let realm = Some(realm);
        Self { inner, realm }
    }

    /// The same gate for what concerns a caller in whatever realm they belong to.
    #[must_use]
    pub fn to_any_realm(&self) -> Self {
        let inner = self.inner.clone();
        Self { inner, realm: None }
    }

    /// Who sent this request, which takes one of their places: see [`in_flight`].
    pub async fn authenticate(&self, parts: &Parts) -> Result<Principal, Problem> {
        let found = credentials::find(&parts.headers);
        let principal = self.authenticate_credential(parts, found).await?;
        in_flight::begin(parts, principal.user_id).await?;
        Ok(principal)
    }

    /// Who opens this stream; `parameter` names where in the query a token may stand.
    pub async fn authenticate_stream(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Principal, Problem> {
        let credential = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        self.authenticate_credential(parts, credential).await
    }

    /// Who opens this WebSocket; `parameter` names where in the query a token may stand, with
    /// or without `Bearer` before it.
    ///
    /// A page of another site may not, whatever token it has: CORS, which keeps answers from
    /// such a page, knows no WebSockets.
    pub async fn authenticate_socket(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Principal, Problem> {
        let found = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        let principal = self.authenticate_credential(parts, stripped(found)).await?;
        self.require_same_origin(parts)?;
        Ok(principal)
    }

    /// Who opens this Socket.IO session, of which these are the parts of the first request;
    /// `token` is what its handshake brought, with or without `Bearer` before it.
    pub async fn authenticate_handshake(
        &self,
        parts: &Parts,
        token: Option<&str>,
    ) -> Result<Principal, Problem> {
        let mut found = credentials::find(&parts.headers);
        if let Ok(none @ None) = &mut found {
            *none = token.map(Credential::of_handshake);
        }
        // Whether that is another site's page was looked at with each request of the session.
        self.authenticate_credential(parts, found).await
    }

    /// Refuses a request that a page of another site sent, whatever it asks for.
    pub fn require_own_page(&self, parts: &Parts) -> Result<(), Problem> {
        origin::check_any_method(&parts.headers, &self.inner.origins).map_err(|_| {
            Problem::forbidden(Code::CrossOrigin, "this page may not act for its visitor")
        })
    }

    /// Who sent this request, where guests are; `None` where it has no token at all.
    pub async fn authenticate_visitor(&self, parts: &Parts) -> Result<Option<Visitor>, Problem> {
        let found = credentials::find_visitor(&parts.headers);
        let visitor = self.visitor_with(parts, found).await?;
        if let Some(visitor) = &visitor {
            in_flight::begin(parts, visitor.principal.user_id).await?;
        }
        Ok(visitor)
    }

    /// Who opens this WebSocket, where guests are: see [`Authenticator::authenticate_socket`].
    pub async fn authenticate_visitor_socket(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Option<Visitor>, Problem> {
        let found = credentials::find_visitor_for_stream(&parts.headers, &parts.uri, parameter);
        let visitor = self.visitor_with(parts, stripped(found)).await?;
        self.require_same_origin(parts)?;
        Ok(visitor)
    }

    /// Refuses a request that another site made a browser send.
    pub fn require_same_origin(&self, parts: &Parts) -> Result<(), Problem> {
        origin::check(&parts.method, &parts.headers, &self.inner.origins).map_err(|_| {
            Problem::forbidden(Code::CrossOrigin, "this page may not act for its visitor")
        })
    }

    async fn authenticate_credential(
        &self,
        parts: &Parts,
        credential: FoundCredential,
    ) -> Result<Principal, Problem> {
        let credential = require_well_formed(credential)?.ok_or_else(missing_token)?;
        let principal = self.account_of(&credential.token).await?;
        self.after_authentication(parts, &credential, &principal)?;
        Ok(principal)
    }

    async fn visitor_with(
        &self,
        parts: &Parts,
        credential: FoundCredential,
    ) -> Result<Option<Visitor>, Problem> {
        let Some(credential) = require_well_formed(credential)? else {
            return Ok(None);
        };
        let visitor = match self.inner.guests.read(&credential.token) {
            Some(guest) => {
                let guest = guest?;
                Visitor {
                    principal: known(self.find(&guest.claims).await?, guest.claims)?,
                    renewed: guest.renewed,
                }
            }
            None => Visitor {
                principal: self.account_of(&credential.token).await?,
                renewed: None,
            },
        };
        self.after_authentication(parts, &credential, &visitor.principal)?;
        Ok(Some(visitor))
    }

    /// What is done about everyone who was let in.
    fn after_authentication(
        &self,
        parts: &Parts,
        credential: &Credential,
        principal: &Principal,
    ) -> Result<(), Problem> {
        tracing::Span::current().record("user.id", principal.user_id.0);
        if credential.source == Source::Cookie {
            self.require_same_origin(parts)?;
        }
        Ok(())
    }

    /// Whom a token of somebody with an account speaks of.
    async fn account_of(&self, token: &str) -> Result<Principal, Problem> {
        let claims = self.inner.verifier.verify(token).await?;
        if let Subject::External(name) = &claims.subject
            && guests::is_of_a_guest(name)
        {
            return known(PrincipalLookup::Unknown, claims);
        }
        let mut found = self.find(&claims).await?;
        if let (PrincipalLookup::Unknown, Some(provisioning)) = (&found, &self.inner.provisioning) {
            provisioning
                .directory
                .provision(&new_user(&claims, &provisioning.roles))
                .await
                .map_err(|error| {
                    tracing::error!(%error, "a user could not be provisioned");
                    Problem::unavailable()
                })?;
            found = self.find(&claims).await?;
        }
        known(found, claims)
    }

    async fn find(&self, claims: &Claims) -> Result<PrincipalLookup, Problem> {
        let (subject, session) = (claims.subject.clone(), claims.session.clone());
        let found = self.inner.principals.find(subject, session, self.realm);
        found.await.map_err(Problem::from)
    }
}

/// Takes a query parameter for what some clients write into it.
fn stripped(mut found: FoundCredential) -> FoundCredential {
    if let Ok(Some(credential)) = &mut found {
        credential.strip_scheme();
    }
    found
}

fn require_well_formed(found: FoundCredential) -> Result<Option<Credential>, Problem> {
    found.map_err(|_| Problem::unauthorized(Code::InvalidToken, "the Authorization is malformed"))
}

/// Nobody is calling.
fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in first")
}

/// The caller, if the database knows them.
fn known(found: PrincipalLookup, claims: Claims) -> Result<Principal, Problem> {
    match found {
        PrincipalLookup::KnownUser(known) => Ok(known.with(claims)),
        PrincipalLookup::Unknown => Err(Problem::unauthorized(
            Code::UnknownUser,
            "the token's user is not known here",
        )),
        PrincipalLookup::Elsewhere => Err(Rejection::NotInThisRealm.into()),
        PrincipalLookup::LoggedOut => Err(Problem::unauthorized(
            Code::LoggedOut,
            "this log-in was ended: sign in again",
        )),
    }
}

fn new_user<'a>(claims: &'a Claims, roles: &[Role]) -> Provision<'a> {
    let (id, external_id) = match &claims.subject {
        Subject::Id(id) => (Some(*id), None),
        Subject::External(external_id) => (None, Some(external_id.as_str())),
    };
    let role = claims.role.as_deref().and_then(|role| role.parse().ok());
    let role = role.filter(|role| roles.contains(role));
    Provision {
        id,
        external_id,
        email: claims.email.as_deref(),
        name: claims.name.as_deref(),
        role: role.unwrap_or(Role::Member),
        company_id: claims.company_id,
        realms: claims.realms.as_deref(),
    }
}

impl From<TokenError> for Problem {
    fn from(denied: TokenError) -> Self {
        match denied {
            TokenError::KeysUnavailable => Self::unavailable(),
            TokenError::Expired => Self::unauthorized(Code::TokenExpired, "the token has expired"),
            TokenError::Malformed
            | TokenError::WrongAlgorithm
            | TokenError::WrongKey
            | TokenError::UnknownKey
            | TokenError::WrongType
            | TokenError::WrongIssuer
            | TokenError::WrongAudience
            | TokenError::NotYetValid
            | TokenError::NoSubject => Self::unauthorized(Code::InvalidToken, denied.to_string()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Authenticator: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Authenticator::from_ref(state)
            .authenticate(parts)
            .await
            .map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for StreamCaller
where
    Authenticator: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Authenticator::from_ref(state)
            .authenticate_stream(parts, "token")
            .await
            .map(Self)
    }
}

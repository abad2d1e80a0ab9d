//! Authenticates requests: a token becomes the [`Principal`] that the database knows.
//!
//! It reads requests and writes no responses: see [`Error`].

use std::sync::Arc;

use axum::http::request::Parts;

use super::claims::{Claims, Subject};
use super::credentials::{self, Credential, MalformedAuthorization, Source};
use super::guests::{self, Guests};
use super::origin::{self, AllowedOrigins};
use super::principals::{PrincipalLookup, Principals};
use super::tokens::{IssuedToken, Verifier};
use crate::auth::error::Error;
use crate::directory::{Directory, Provision};
use crate::domain::{Principal, Realm, Role};

/// The caller of a route that is open to guests: a guest, or a user with an account.
pub struct GuestOrUser {
    pub principal: Principal,
    /// A new token for a guest whose own is older than a day.
    pub renewed: Option<IssuedToken>,
}

/// The token of a request, if it has one.
type FoundCredential = Result<Option<Credential>, MalformedAuthorization>;

/// Authenticates the callers of one realm, or of all realms. Cheap to clone.
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
    /// Creates unknown users, if configured.
    provisioning: Option<Provisioning>,
}

/// Creates the users that verified tokens name.
pub struct Provisioning {
    pub directory: Directory,
    /// The roles that a token's `role` may grant. With another role the user is a member.
    pub roles: Vec<Role>,
}

impl Authenticator {
    /// Authenticates the users of all realms; `provisioning` creates unknown users.
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

    /// Restricts authentication to a realm: other users are refused.
    #[must_use]
    pub fn to(&self, realm: Realm) -> Self {
        let inner = self.inner.clone();
        let realm = Some(realm);
        Self { inner, realm }
    }

    /// Authenticates the users of all realms.
    #[must_use]
    pub fn to_any_realm(&self) -> Self {
        let inner = self.inner.clone();
        Self { inner, realm: None }
    }

    /// Authenticates a request by its header or cookie.
    pub async fn authenticate(&self, parts: &Parts) -> Result<Principal, Error> {
        let found = credentials::find(&parts.headers);
        self.authenticate_credential(parts, found).await
    }

    /// Authenticates a stream, whose token may also be the query parameter `parameter`.
    pub async fn authenticate_stream(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Principal, Error> {
        let credential = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        self.authenticate_credential(parts, credential).await
    }

    /// Authenticates a WebSocket, whose token may also be the query parameter `parameter`, with
    /// or without `Bearer` before it.
    ///
    /// Refuses pages of other sites even with a valid token, because CORS does not cover WebSockets.
    pub async fn authenticate_socket(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Principal, Error> {
        let found = credentials::find_for_stream(&parts.headers, &parts.uri, parameter);
        let principal = self
            .authenticate_credential(parts, without_scheme(found))
            .await?;
        self.require_same_origin(parts)?;
        Ok(principal)
    }

    /// Authenticates a Socket.IO session by the parts of its first request and the `token` of
    /// its handshake, which may begin with `Bearer`.
    pub async fn authenticate_handshake(
        &self,
        parts: &Parts,
        token: Option<&str>,
    ) -> Result<Principal, Error> {
        let mut found = credentials::find(&parts.headers);
        if let Ok(credential @ None) = &mut found {
            *credential = token.map(Credential::of_handshake);
        }
        // Each request of the session was checked for its origin already.
        self.authenticate_credential(parts, found).await
    }

    /// Refuses a request that a page of another site sent, for every method.
    pub fn require_own_page(&self, parts: &Parts) -> Result<(), Error> {
        Ok(origin::check_any_method(
            &parts.headers,
            &self.inner.origins,
        )?)
    }

    /// Authenticates a guest or a user; `None` if the request has no token.
    pub async fn authenticate_guest_or_user(
        &self,
        parts: &Parts,
    ) -> Result<Option<GuestOrUser>, Error> {
        let found = credentials::find_guest_or_user(&parts.headers);
        self.guest_or_user(parts, found).await
    }

    /// The same for a WebSocket: see [`Authenticator::authenticate_socket`].
    pub async fn authenticate_guest_or_user_socket(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Option<GuestOrUser>, Error> {
        let found =
            credentials::find_guest_or_user_for_stream(&parts.headers, &parts.uri, parameter);
        let caller = self.guest_or_user(parts, without_scheme(found)).await?;
        self.require_same_origin(parts)?;
        Ok(caller)
    }

    /// Refuses a request that another site made a browser send.
    pub fn require_same_origin(&self, parts: &Parts) -> Result<(), Error> {
        Ok(origin::check(
            &parts.method,
            &parts.headers,
            &self.inner.origins,
        )?)
    }

    async fn authenticate_credential(
        &self,
        parts: &Parts,
        credential: FoundCredential,
    ) -> Result<Principal, Error> {
        let credential = credential?.ok_or(Error::MissingToken)?;
        let principal = self.account_of(&credential.token).await?;
        self.after_authentication(parts, &credential, &principal)?;
        Ok(principal)
    }

    async fn guest_or_user(
        &self,
        parts: &Parts,
        credential: FoundCredential,
    ) -> Result<Option<GuestOrUser>, Error> {
        let Some(credential) = credential? else {
            return Ok(None);
        };
        let caller = match self.inner.guests.read(&credential.token) {
            Some(guest) => {
                let guest = guest?;
                GuestOrUser {
                    principal: known(self.find(&guest.claims).await?, guest.claims)?,
                    renewed: guest.renewed,
                }
            }
            None => GuestOrUser {
                principal: self.account_of(&credential.token).await?,
                renewed: None,
            },
        };
        self.after_authentication(parts, &credential, &caller.principal)?;
        Ok(Some(caller))
    }

    /// Records the caller in the request's span, and checks the origin of cookies.
    fn after_authentication(
        &self,
        parts: &Parts,
        credential: &Credential,
        principal: &Principal,
    ) -> Result<(), Error> {
        tracing::Span::current().record("user.id", principal.user_id.0);
        if credential.source == Source::Cookie {
            self.require_same_origin(parts)?;
        }
        Ok(())
    }

    /// The user with an account that a token names.
    async fn account_of(&self, token: &str) -> Result<Principal, Error> {
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
                .map_err(|error| Error::Provisioning(error.to_string()))?;
            found = self.find(&claims).await?;
        }
        known(found, claims)
    }

    async fn find(&self, claims: &Claims) -> Result<PrincipalLookup, Error> {
        let (subject, session) = (claims.subject.clone(), claims.session.clone());
        let found = self.inner.principals.find(subject, session, self.realm);
        Ok(found.await?)
    }
}

/// Strips a leading `Bearer `, which some clients put into the query.
fn without_scheme(mut found: FoundCredential) -> FoundCredential {
    if let Ok(Some(credential)) = &mut found {
        credential.strip_scheme();
    }
    found
}

/// The caller of these claims, if the database knows them.
fn known(found: PrincipalLookup, claims: Claims) -> Result<Principal, Error> {
    match found {
        PrincipalLookup::KnownUser(known) => Ok(known.with(claims)),
        PrincipalLookup::Unknown => Err(Error::UnknownUser),
        PrincipalLookup::NotInRealm => Err(Error::NotInThisRealm),
        PrincipalLookup::LoggedOut => Err(Error::LoggedOut),
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

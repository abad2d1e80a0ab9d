//! Authenticates requests: a token becomes the [`Principal`] that the database knows.
//!
//! It reads requests and writes no responses: see [`Error`].

use std::sync::Arc;

use axum::http::HeaderName;
use axum::http::request::Parts;

use super::api_keys::{self, ApiKeys, FoundKey, KeyLookup};
use super::claims::{Claims, Subject};
use super::cookies::AccessCookies;
use super::credentials::{self, Credential, MalformedAuthorization, Source};
use super::guests::Guests;
use super::origin::{self, AllowedOrigins};
use super::principals::{PrincipalLookup, Principals};
use super::provisioning::{Provisioning, is_reserved};
use super::tokens::{IssuedToken, Verifier};
use crate::auth::error::Error;
use crate::domain::{KeyScope, KeyUse, Principal, Realm, UserId};

/// The caller of a route that is open to guests: a guest, or a user with an account.
pub struct GuestOrUser {
    pub principal: Principal,
    /// A new token for a guest whose own is older than a day.
    pub renewed: Option<IssuedToken>,
    /// Whether a cookie carried the token.
    pub has_cookie: bool,
}

/// The user whom a request with an API key acts for.
const ACT_AS: HeaderName = HeaderName::from_static("act-as");

/// The scope that an API key needs for an operation.
#[derive(Debug, Clone, Copy)]
pub enum KeyAccess {
    Scope(KeyScope),
    /// No key may.
    PeopleOnly,
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
    cookies: AccessCookies,
    principals: Principals,
    guests: Guests,
    origins: AllowedOrigins,
    /// Creates unknown users, if configured.
    provisioning: Option<Provisioning>,
    keys: ApiKeys,
}

impl Authenticator {
    /// Authenticates the users of all realms; `provisioning` creates unknown users.
    pub fn new(
        verifier: Verifier,
        cookies: AccessCookies,
        principals: Principals,
        guests: Guests,
        origins: AllowedOrigins,
        provisioning: Option<Provisioning>,
        keys: ApiKeys,
    ) -> Self {
        let inner = Arc::new(Inner {
            verifier,
            cookies,
            principals,
            guests,
            origins,
            provisioning,
            keys,
        });
        Self { inner, realm: None }
    }

    /// The cookies that authenticate requests.
    pub fn access_cookies(&self) -> &AccessCookies {
        &self.inner.cookies
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
        let found = credentials::find(&parts.headers, self.access_cookies());
        self.authenticate_credential(parts, found).await
    }

    /// Authenticates a request with an API key, which only the header `Authorization` may carry;
    /// `None` if the request has none.
    ///
    /// # Errors
    /// Also if the key is of another realm, lacks the scope, or may not act for the user whom
    /// `Act-As` names.
    pub async fn authenticate_key(
        &self,
        parts: &Parts,
        access: KeyAccess,
    ) -> Result<Option<Principal>, Error> {
        let found = credentials::find(&parts.headers, self.access_cookies())?;
        let is_key =
            |found: &Credential| found.source == Source::Bearer && api_keys::is_key(found.first());
        let Some(credential) = found.filter(is_key) else {
            if parts.headers.contains_key(ACT_AS) {
                return Err(Error::KeyRequired);
            }
            return Ok(None);
        };
        let act_as = act_as(parts)?;
        let found = self.inner.keys.find(credential.first(), act_as).await?;
        let KeyLookup::Found(key) = found else {
            return Err(Error::InvalidKey);
        };
        tracing::Span::current().record("user.id", key.own_user.0);
        self.check_access(&key, access)?;
        let used = KeyUse {
            name: key.name,
            user_id: key.own_user,
            acts_for_person: act_as.is_some(),
            reads: key.scopes.contains(&KeyScope::Read),
        };
        let user = key.user.ok_or(Error::CannotActAs)?;
        Ok(Some(user.through_key(used)))
    }

    fn check_access(&self, key: &FoundKey, access: KeyAccess) -> Result<(), Error> {
        if self.realm.is_some_and(|realm| realm != key.realm) {
            return Err(Error::NotInThisRealm);
        }
        match access {
            KeyAccess::Scope(scope) if key.scopes.contains(&scope) => Ok(()),
            KeyAccess::Scope(scope) => Err(Error::MissingScope(scope)),
            KeyAccess::PeopleOnly => Err(Error::NotForKeys),
        }
    }

    /// Authenticates a stream, whose token may also be the query parameter `parameter`.
    pub async fn authenticate_stream(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Principal, Error> {
        let credential = credentials::find_for_stream(
            &parts.headers,
            self.access_cookies(),
            &parts.uri,
            parameter,
        );
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
        let found = credentials::find_for_stream(
            &parts.headers,
            self.access_cookies(),
            &parts.uri,
            parameter,
        );
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
        let mut found = credentials::find(&parts.headers, self.access_cookies());
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
        let found = credentials::find_guest_or_user(&parts.headers, self.access_cookies());
        self.guest_or_user(parts, found).await
    }

    /// The same for a WebSocket: see [`Authenticator::authenticate_socket`].
    pub async fn authenticate_guest_or_user_socket(
        &self,
        parts: &Parts,
        parameter: &str,
    ) -> Result<Option<GuestOrUser>, Error> {
        let found = credentials::find_guest_or_user_for_stream(
            &parts.headers,
            self.access_cookies(),
            &parts.uri,
            parameter,
        );
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
        let caller = self.first_valid(&credential, false).await?;
        self.after_authentication(parts, &credential, &caller.principal)?;
        Ok(caller.principal)
    }

    async fn guest_or_user(
        &self,
        parts: &Parts,
        credential: FoundCredential,
    ) -> Result<Option<GuestOrUser>, Error> {
        let Some(credential) = credential? else {
            return Ok(None);
        };
        let caller = self.first_valid(&credential, true).await?;
        self.after_authentication(parts, &credential, &caller.principal)?;
        Ok(Some(caller))
    }

    /// The caller whom the first valid token names.
    ///
    /// # Errors
    /// That of the first token, if none is valid.
    async fn first_valid(
        &self,
        credential: &Credential,
        takes_guests: bool,
    ) -> Result<GuestOrUser, Error> {
        let mut refused = None;
        for token in &credential.tokens {
            match self.caller_of(token, takes_guests).await {
                Ok((principal, renewed)) => {
                    return Ok(GuestOrUser {
                        principal,
                        renewed,
                        has_cookie: credential.source == Source::Cookie,
                    });
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or(Error::MissingToken))
    }

    /// The caller whom a token names, and the new token of a guest.
    async fn caller_of(
        &self,
        token: &str,
        takes_guests: bool,
    ) -> Result<(Principal, Option<IssuedToken>), Error> {
        let guest = takes_guests.then(|| self.inner.guests.read(token));
        let Some(guest) = guest.flatten().transpose()? else {
            return Ok((self.account_of(token).await?, None));
        };
        let principal = known(self.find(&guest.claims).await?, guest.claims)?;
        Ok((principal, guest.renewed))
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
            && is_reserved(name)
        {
            return known(PrincipalLookup::Unknown, claims);
        }
        let mut found = self.find(&claims).await?;
        if let Some(provisioning) = &self.inner.provisioning
            && provisioning.apply(&claims, &found, self.realm).await?
        {
            let (subject, session) = (claims.subject.clone(), claims.session.clone());
            let read = self.inner.principals.read(subject, session, self.realm);
            found = read.await?;
        }
        known(found, claims)
    }

    async fn find(&self, claims: &Claims) -> Result<PrincipalLookup, Error> {
        let (subject, session) = (claims.subject.clone(), claims.session.clone());
        let found = self.inner.principals.find(subject, session, self.realm);
        Ok(found.await?)
    }
}

/// The user whom `Act-As` names.
fn act_as(parts: &Parts) -> Result<Option<UserId>, Error> {
    let mut values = parts.headers.get_all(ACT_AS).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let id = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse().ok());
    match (id, values.next()) {
        (Some(id), None) => Ok(Some(UserId(id))),
        _ => Err(Error::MalformedActAs),
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

//! The callers of requests: users, guests in a realm that has them, and programs with an API key.
//!
//! There is an extractor for each scope of keys. A handler names the scope of its operation by the
//! extractor that it takes; [`NativeCaller`] takes no key at all.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::context::ApiContext;
use crate::auth::KeyAccess;
use crate::domain::{KeyScope, KeyUse, Principal};
use crate::http::caller::{
    authenticate, authenticate_guest_or_user, authenticate_key, with_source,
};
use crate::http::guest_token::GuestToken;
use crate::http::{Code, Problem};

/// Defines an extractor of callers for each access of keys.
macro_rules! callers {
    ($($(#[$doc:meta])* $name:ident: $access:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub Principal);

        impl FromRequestParts<ApiContext> for $name {
            type Rejection = Problem;

            async fn from_request_parts(
                parts: &mut Parts,
                context: &ApiContext,
            ) -> Result<Self, Problem> {
                caller(parts, context, $access).await.map(Self)
            }
        }
    )*};
}

callers! {
    /// The caller of an operation that is for people.
    NativeCaller: KeyAccess::PeopleOnly;
    /// The caller of an operation on people.
    UsersCaller: KeyAccess::Scope(KeyScope::Users);
    /// The caller of an operation that changes chats.
    ChatsCaller: KeyAccess::Scope(KeyScope::Chats);
    /// The caller of an operation that changes messages.
    MessagesCaller: KeyAccess::Scope(KeyScope::Messages);
    /// The caller of an operation that reads.
    ReadCaller: KeyAccess::Scope(KeyScope::Read);
}

/// The caller of an operation on their own account, which counts in every realm of theirs. The token of a key
/// does not open it for people whom the key does not manage.
pub struct AccountCaller(pub Principal);

/// The caller of a stream, whose token, but not a key, may also be the query parameter `token`.
pub struct NativeStreamCaller(pub Principal);

/// The caller of an operation that only keys with the scope `users` may request, and not for a person.
pub struct DirectoryKey {
    pub used: KeyUse,
}

async fn caller(
    parts: &Parts,
    context: &ApiContext,
    access: KeyAccess,
) -> Result<Principal, Problem> {
    let authenticator = &context.authenticator;
    if let Some(caller) = authenticate_key(authenticator, parts, access).await? {
        return Ok(caller);
    }
    if !context.policy.has_guests {
        return authenticate(authenticator, parts).await;
    }
    let caller = authenticate_guest_or_user(authenticator, parts).await?;
    let caller = caller.ok_or_else(missing_token)?;
    Ok(GuestToken::renew(parts, context.policy.guest_paths, caller))
}

impl FromRequestParts<ApiContext> for AccountCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &ApiContext) -> Result<Self, Problem> {
        let NativeCaller(caller) = NativeCaller::from_request_parts(parts, context).await?;
        if caller.is_beyond_key {
            let detail = "the token of a key changes nobody who belongs to other applications too";
            return Err(Problem::forbidden(Code::UserBeyondKey, detail));
        }
        Ok(Self(caller))
    }
}

impl FromRequestParts<ApiContext> for NativeStreamCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &ApiContext) -> Result<Self, Problem> {
        let authenticator = &context.authenticator;
        let access = KeyAccess::Scope(KeyScope::Read);
        if let Some(caller) = authenticator.authenticate_key(parts, access).await? {
            return Ok(Self(with_source(parts, caller)));
        }
        if !context.policy.has_guests {
            let caller = authenticator.authenticate_stream(parts, "token");
            return Ok(Self(with_source(parts, caller.await?)));
        }
        let caller = authenticator.authenticate_guest_or_user_socket(parts, "token");
        let caller = caller.await?.ok_or_else(missing_token)?;
        let caller = GuestToken::renew(parts, context.policy.guest_paths, caller);
        Ok(Self(with_source(parts, caller)))
    }
}

impl FromRequestParts<ApiContext> for DirectoryKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, context: &ApiContext) -> Result<Self, Problem> {
        let UsersCaller(caller) = UsersCaller::from_request_parts(parts, context).await?;
        let used = own_key(&caller).ok_or_else(key_required)?.clone();
        Ok(Self { used })
    }
}

/// The key of a caller that acts for itself, and not for a person.
pub(super) fn own_key(caller: &Principal) -> Option<&KeyUse> {
    let used = caller.key.as_deref();
    used.filter(|used| !used.acts_for_person)
}

/// 403: only a key may do this, and only for itself.
pub(super) fn key_required() -> Problem {
    let detail = "this is for server-side keys, without Act-As";
    Problem::forbidden(Code::KeyRequired, detail)
}

fn missing_token() -> Problem {
    Problem::unauthorized(Code::MissingToken, "sign in, or become a guest first")
}

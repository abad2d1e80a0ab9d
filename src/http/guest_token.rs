//! The tokens that answers hand to guests: extractors and handlers set them, a layer adds them.
//!
//! A cookie carries the token. A guest who sent the old one otherwise, by a client that may get no cookies,
//! also gets it as the header `Guest-Token`; one who sent a cookie does not, since scripts cannot read it.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use parking_lot::Mutex;

use crate::auth::cookies::CookieFactory;
use crate::auth::tokens::IssuedToken;
use crate::auth::{Authenticator, GuestOrUser, guests};
use crate::domain::Principal;
use crate::http::no_store::forbid_storing;
use crate::http::problem::Problem;

const GUEST_TOKEN: HeaderName = HeaderName::from_static("guest-token");

/// The headers that the answer to a request will have, if any. An extension of the request.
#[derive(Clone, Default)]
pub struct GuestToken(Arc<Mutex<Vec<(HeaderName, HeaderValue)>>>);

impl GuestToken {
    fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Makes the answer set a cookie with this token for each path: browsers send it to no other one.
    pub fn set_cookies(parts: &Parts, paths: &[&'static str], token: &IssuedToken) {
        let factory = CookieFactory::for_request(&parts.headers);
        let cookies = paths.iter().filter_map(|path| {
            let cookie = factory.guest(token.token.clone(), path, guests::LIFETIME);
            let value = HeaderValue::try_from(cookie.to_string()).ok()?;
            Some((header::SET_COOKIE, value))
        });
        *Self::of(parts).0.lock() = cookies.collect();
    }

    /// An authenticated caller. If a guest's token was renewed, the answer hands out the new one.
    pub fn renew(parts: &Parts, paths: &[&'static str], caller: GuestOrUser) -> Principal {
        if let Some(token) = &caller.renewed {
            Self::set_cookies(parts, paths, token);
            if !caller.has_cookie
                && let Ok(value) = HeaderValue::try_from(&token.token)
            {
                Self::of(parts).0.lock().push((GUEST_TOKEN, value));
            }
        }
        caller.principal
    }
}

/// Refuses a page of another site, which must not choose the guest of its visitors by a cookie.
///
/// # Errors
/// 403.
pub fn require_same_origin(authenticator: &Authenticator, parts: &Parts) -> Result<(), Problem> {
    Ok(authenticator.require_same_origin(parts)?)
}

/// A layer that adds the token to successful answers.
pub async fn add_to_answer(mut request: Request, next: Next) -> Response {
    let token = GuestToken::default();
    request.extensions_mut().insert(token.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let has_succeeded = status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS;
    let headers = std::mem::take(&mut *token.0.lock());
    if has_succeeded && !headers.is_empty() {
        response.headers_mut().extend(headers);
        forbid_storing(response.headers_mut());
    }
    response
}

//! The cookie with a guest's token: extractors and handlers set it, a layer adds it to the answer.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use parking_lot::Mutex;

use crate::auth::cookies::CookieFactory;
use crate::auth::guests;
use crate::auth::tokens::IssuedToken;
use crate::http::no_store::forbid_storing;

/// The path of the realm's routes. Browsers send the cookie to no other path.
const PATH: &str = "/api/chat";

/// The cookie that the answer to a request will set, if any. An extension of the request.
#[derive(Clone, Default)]
pub(super) struct GuestCookie(Arc<Mutex<Option<HeaderValue>>>);

impl GuestCookie {
    /// The cookie of the request with these parts.
    pub(super) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Makes the answer set the cookie with this token.
    pub(super) fn set(&self, headers: &HeaderMap, token: &IssuedToken) {
        let cookies = CookieFactory::for_request(headers);
        let cookie = cookies.guest(token.token.clone(), PATH, guests::LIFETIME);
        *self.0.lock() = HeaderValue::try_from(cookie.to_string()).ok();
    }
}

/// A layer that adds the cookie to successful answers.
pub(super) async fn add_to_answer(mut request: Request, next: Next) -> Response {
    let cookie = GuestCookie::default();
    request.extensions_mut().insert(cookie.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let has_succeeded = status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS;
    if let Some(cookie) = cookie.0.lock().take().filter(|_| has_succeeded) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
        forbid_storing(response.headers_mut());
    }
    response
}

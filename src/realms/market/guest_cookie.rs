//! The cookie of a guest, on its way from whatever made it to the answer.

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

/// The path of the guests' routes: browsers send the cookie to no other.
const PATH: &str = "/api/chat";

/// A request's place for a cookie that its answer is to set.
#[derive(Clone, Default)]
pub(super) struct GuestCookie(Arc<Mutex<Option<HeaderValue>>>);

impl GuestCookie {
    /// The place of this request.
    pub(super) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// Has the answer set the guest's cookie.
    pub(super) fn set(&self, headers: &HeaderMap, token: &IssuedToken) {
        let cookies = CookieFactory::for_request(headers);
        let cookie = cookies.guest(token.token.clone(), PATH, guests::LIFETIME);
        *self.0.lock() = HeaderValue::try_from(cookie.to_string()).ok();
    }
}

/// Around every route: sets the cookie, where one was made and the request came to something.
pub(super) async fn renew(mut request: Request, next: Next) -> Response {
    let renewal = GuestCookie::default();
    request.extensions_mut().insert(renewal.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let came_to_something = status.is_success() || status == StatusCode::SWITCHING_PROTOCOLS;
    if let Some(cookie) = renewal.0.lock().take().filter(|_| came_to_something) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
        forbid_storing(response.headers_mut());
    }
    response
}

//! Keeps responses with tokens out of caches (RFC 6749, section 5.1).

use axum::http::{HeaderMap, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Marks one response.
pub fn forbid_storing(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, NO_STORE);
}

/// A layer that marks all responses of its routes.
pub fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, NO_STORE)
}

//! Keeps answers that carry a token out of every cache (RFC 6749 section 5.1).

use axum::http::{HeaderMap, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// For a single answer.
pub fn forbid_storing(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, NO_STORE);
}

/// For all answers of some routes.
pub fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, NO_STORE)
}

//! Keeps responses out of caches (RFC 9111, section 5.2.2.5): they are about people, chats and
//! messages, or have tokens.

use axum::http::{HeaderMap, HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Marks one response.
pub fn forbid_storing(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, NO_STORE);
}

/// A layer that marks all responses of its routes, except for those that say themselves how they may
/// be stored: files and streams.
pub fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, NO_STORE)
}

//! Allows cross-origin requests from `ALLOWED_ORIGINS`.

use std::time::Duration;

use axum::http::{HeaderName, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::last_event_id::LAST_EVENT_ID;

/// How long a browser may cache the response to a preflight request.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Allows requests with cookies from the origins that satisfy `is_allowed`.
pub fn layer(is_allowed: impl Fn(&str) -> bool + Clone + Send + Sync + 'static) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| {
            origin.to_str().is_ok_and(&is_allowed)
        }))
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
            LAST_EVENT_ID,
        ])
        .expose_headers([LAST_EVENT_ID, header::RETRY_AFTER])
        .max_age(MAX_AGE)
}

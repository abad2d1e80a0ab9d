//! One line a request, and the id that ties its lines together.
//!
//! The query string is never logged: streams may carry a token there. Nor is any body.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tokio::time::Instant;
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id (a sane one from the front proxy is kept), and logs its outcome.
pub async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", request.id = id, %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let _entered = span.enter();
    let (status, elapsed) = (response.status(), started.elapsed());
    let duration_ms = elapsed.as_secs_f64() * 1000.0;
    if status.is_server_error() {
        tracing::warn!(status = status.as_u16(), duration_ms, "request failed");
    } else {
        tracing::debug!(status = status.as_u16(), duration_ms, "request served");
    }
    let labels = [("route", route), ("status", status.as_str().to_owned())];
    counter!("vestnik_http_requests_total", &labels).increment(1);
    histogram!("vestnik_http_request_seconds", &labels[..1]).record(elapsed.as_secs_f64());
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn request_id(request: &Request) -> String {
    let sane = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(sane)
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

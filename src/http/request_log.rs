//! Logs one line a request, in a span that its other lines share.
//!
//! Never logs the query string, which may hold a token, nor a body.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};
use uuid::Uuid;

use crate::telemetry::metrics::{HTTP_REQUEST_SECONDS, HTTP_REQUESTS};
use crate::telemetry::traces;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs the outcome of a request. Keeps a well-formed `X-Request-Id` of the proxy, or makes one.
pub async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&request);
    let method = method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = span(&id, method, &route);
    traces::continued_from(&span, request.headers());
    let mut response = next.run(request).instrument(span.clone()).await;
    let _entered = span.enter();
    let (status, elapsed) = (response.status(), started.elapsed());
    let duration_ms = elapsed.as_secs_f64() * 1000.0;
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
        tracing::warn!(status = status.as_u16(), duration_ms, "request failed");
    } else {
        tracing::debug!(status = status.as_u16(), duration_ms, "request served");
    }
    count(route, method, status, elapsed.as_secs_f64());
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Adds the fields that only traces need if traces are on, so that log lines stay short.
fn span(id: &str, method: &str, route: &str) -> Span {
    if !traces::is_enabled() {
        return tracing::info_span!("request", request.id = id, method, route, user.id = Empty);
    }
    tracing::info_span!(
        "request",
        request.id = id,
        method,
        route,
        user.id = Empty,
        http.response.status_code = Empty,
        otel.name = format_args!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
    )
}

fn count(route: String, method: &'static str, status: StatusCode, seconds: f64) {
    let class = match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    };
    histogram!(HTTP_REQUEST_SECONDS, "route" => route.clone()).record(seconds);
    counter!(HTTP_REQUESTS, "route" => route, "method" => method, "status" => class).increment(1);
}

/// The label of a method: clients may send any word, and a label must have few values.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
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

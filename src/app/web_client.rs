//! The built web client of WEB_ROOT, at `/`, and a demo of the campus beside it, at `/campus/`.
//!
//! `client/nginx.conf` says the same for nginx, and one test asks both.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

use crate::http::nowhere::no_such_route;

/// What the page may do: load what is its own, and nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// On each of the client's files.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// A page of its own, where WEB_ROOT has such a folder.
const CAMPUS: &str = "/campus";
/// Names under it carry a hash of what is in them.
const HASHED: &str = "/assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked for again each time: a new version is there at once.
const ASK_AGAIN: &str = "no-cache";

#[derive(Clone)]
struct WebClient {
    files: ServeDir,
    /// What every page of the application begins with.
    page: ServeFile,
    /// The same for what is under [`CAMPUS`].
    campus: ServeFile,
}

/// Answers whatever no route does.
pub(super) fn fallback(root: &Path) -> Router {
    let client = WebClient {
        // `/` is a page like any other.
        files: ServeDir::new(root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip(),
        page: page(&root.join("index.html")),
        campus: page(&root.join("campus/index.html")),
    };
    let answer = move |request: Request| client.clone().answer(request);
    Router::new().fallback(answer)
}

fn page(file: &Path) -> ServeFile {
    ServeFile::new(file).precompressed_br().precompressed_gzip()
}

impl WebClient {
    async fn answer(self, request: Request) -> Response {
        let path = request.uri().path();
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_reading || path == "/api" || path.starts_with("/api/") {
            return no_such_route(request.uri().clone()).await.into_response();
        }
        let is_hashed = in_campus(path).unwrap_or(path).starts_with(HASHED);
        let mut response = self.find(request, is_hashed).await;
        let is_found = !response.status().is_client_error();
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if is_found {
            let caching = if is_hashed { FOR_EVER } else { ASK_AGAIN };
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        }
        response
    }

    async fn find(self, request: Request, is_hashed: bool) -> Response {
        let (head, _) = request.into_parts();
        let asked = || Request::from_parts(head.clone(), Body::empty());
        let Ok(file) = self.files.oneshot(asked()).await;
        if file.status() != StatusCode::NOT_FOUND {
            return file.into_response();
        }
        if is_hashed || !wants_a_page(&head.headers) {
            return no_such_route(head.uri).await.into_response();
        }
        if in_campus(head.uri.path()).is_some() {
            let Ok(page) = self.campus.oneshot(asked()).await;
            if page.status() != StatusCode::NOT_FOUND {
                return page.into_response();
            }
        }
        let Ok(page) = self.page.oneshot(asked()).await;
        page.into_response()
    }
}

/// The rest of a path under [`CAMPUS`].
fn in_campus(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(CAMPUS)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Who navigates takes HTML; who has mistyped a script's name is not to get a page for it.
fn wants_a_page(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let accept = accept.to_str().unwrap_or_default();
    accept.contains("text/html") || accept.contains("*/*")
}

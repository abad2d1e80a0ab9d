//! The built web client of WEB_ROOT, at `/`; beside it the demos of the campus and of a shop, at
//! `/campus/` and `/shop/`, and at `/static/` the scripts that other people's pages load.
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

use crate::http::fallback::route_not_found;
use crate::http::{Code, Problem};

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

/// Folders with a page of their own, where WEB_ROOT has them.
const DEMOS: [&str; 2] = ["/campus", "/shop"];
/// What is for pages of any origin, under names that stay.
const FOR_OTHERS: &str = "/static/";
/// On each file of [`FOR_OTHERS`]: a page of any origin may load it, also one that checks its
/// hash (`integrity`), and one that is isolated. There is nothing in it that is anybody's own.
const HEADERS_FOR_OTHERS: [(HeaderName, &str); 2] = [
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
];
/// Names under it carry a hash of what is in them.
const HASHED: &str = "/assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked for again each time: a new version is there at once.
const ASK_AGAIN: &str = "no-cache";
/// A shop's every page loads it: used for five minutes without a question, and for a day while
/// it is asked for.
const FOR_A_WHILE: &str = "public, max-age=300, stale-while-revalidate=86400";

#[derive(Clone)]
struct WebClient {
    files: ServeDir,
    /// What every page of the application begins with.
    page: ServeFile,
    /// The same for what is under each of [`DEMOS`].
    demos: [ServeFile; 2],
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
        demos: DEMOS.map(|demo| page(&root.join(&demo[1..]).join("index.html"))),
    };
    let answer = move |request: Request| client.clone().answer(request);
    Router::new().fallback(answer)
}

/// Answers for the scripts of [`FOR_OTHERS`] where there is no WEB_ROOT to take them from.
pub(super) fn no_web_root() -> Problem {
    Problem::not_found(
        Code::NoSuchRoute,
        "WEB_ROOT is not set: this server has no web client, and no scripts, to serve",
    )
}

/// Logs where the pages and scripts come from, if from anywhere.
pub(super) fn log(root: Option<&Path>) {
    if let Some(root) = root {
        tracing::info!(root = %root.display(), "serving the web client");
    } else {
        tracing::info!(
            "WEB_ROOT is not set: there is no web client at /, and no /static/chat.js or \
             /static/seller-chats.js"
        );
    }
}

fn page(file: &Path) -> ServeFile {
    ServeFile::new(file).precompressed_br().precompressed_gzip()
}

impl WebClient {
    async fn answer(self, request: Request) -> Response {
        let path = request.uri().path();
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_reading || path == "/api" || path.starts_with("/api/") {
            return route_not_found(request.uri().clone()).await.into_response();
        }
        let is_hashed = within_demo(path).starts_with(HASHED);
        let is_for_others = path.starts_with(FOR_OTHERS);
        let mut response = self.find(request, is_hashed || is_for_others).await;
        let is_found = !response.status().is_client_error();
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if is_for_others {
            for (name, value) in HEADERS_FOR_OTHERS {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
        if is_found {
            let caching = match (is_hashed, is_for_others) {
                (true, _) => FOR_EVER,
                (false, true) => FOR_A_WHILE,
                (false, false) => ASK_AGAIN,
            };
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        }
        response
    }

    /// The file, or for who navigates the page; `is_file` of a path that no page has.
    async fn find(self, request: Request, is_file: bool) -> Response {
        let (head, _) = request.into_parts();
        let asked = || Request::from_parts(head.clone(), Body::empty());
        let Ok(file) = self.files.oneshot(asked()).await;
        if file.status() != StatusCode::NOT_FOUND {
            return file.into_response();
        }
        if is_file || !wants_a_page(&head.headers) {
            return route_not_found(head.uri).await.into_response();
        }
        let demos = DEMOS.into_iter().zip(self.demos);
        let mut around = demos.filter(|(demo, _)| rest_under(demo, head.uri.path()).is_some());
        if let Some((_, page)) = around.next() {
            let Ok(page) = page.oneshot(asked()).await;
            if page.status() != StatusCode::NOT_FOUND {
                return page.into_response();
            }
        }
        let Ok(page) = self.page.oneshot(asked()).await;
        page.into_response()
    }
}

/// The rest of a path under one of [`DEMOS`], or the path.
fn within_demo(path: &str) -> &str {
    let mut rests = DEMOS.iter().filter_map(|demo| rest_under(demo, path));
    rests.next().unwrap_or(path)
}

/// The rest of a path under a folder.
fn rest_under<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder)?;
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

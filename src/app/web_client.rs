//! Serves the built web client of WEB_ROOT at `/`, the demos of the campus and of a shop at
//! `/campus/` and `/shop/`, and the scripts that pages of other sites load at `/static/`.
//!
//! `client/nginx.conf` configures nginx in the same way; one test checks both.

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

/// Allows a page to load resources of its own origin, and nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
     manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What loads files, which may come from the storage itself.
const FILE_DIRECTIVES: [&str; 3] = ["img-src", "media-src", "connect-src"];

/// The other headers of each file of the client.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(self), geolocation=()",
    ),
];

/// Folders with a page of their own, if WEB_ROOT has them.
const DEMOS: [&str; 2] = ["/campus", "/shop"];
/// The folder of the files that pages of any origin load; their names never change.
const SHARED: &str = "/static/";
/// The headers of each file of [`SHARED`]: a page of any origin may load it, even if the page
/// checks the file's hash (`integrity`) or is isolated. These files contain no user's data.
const SHARED_HEADERS: [(HeaderName, &str); 2] = [
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
];
/// The folder of the files whose names contain a hash of their content.
const HASHED: &str = "/assets/";
const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
/// The browser revalidates each time, so that a new version is used at once.
const REVALIDATE: &str = "no-cache";
/// Every page of a shop loads the script: it is used for five minutes without revalidation, and
/// for a day while it is being revalidated.
const CACHE_BRIEFLY: &str = "public, max-age=300, stale-while-revalidate=86400";

#[derive(Clone)]
struct WebClient {
    files: ServeDir,
    /// The document of every page of the application.
    page: ServeFile,
    /// The document of the pages in each of [`DEMOS`].
    demos: [ServeFile; 2],
    content_security_policy: HeaderValue,
}

/// Answers the requests that match no route. `storage_origin` is that of a storage which clients reach.
pub(super) fn fallback(root: &Path, storage_origin: Option<&str>) -> Router {
    let client = WebClient {
        // `/` is a page like any other.
        files: ServeDir::new(root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip(),
        page: page(&root.join("index.html")),
        demos: DEMOS.map(|demo| page(&root.join(&demo[1..]).join("index.html"))),
        content_security_policy: content_security_policy(storage_origin),
    };
    let answer = move |request: Request| client.clone().answer(request);
    Router::new().fallback(answer)
}

/// The policy, which allows files from the storage too.
fn content_security_policy(storage_origin: Option<&str>) -> HeaderValue {
    let own = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    let Some(origin) = storage_origin else {
        return own;
    };
    let mut directives: Vec<String> = CONTENT_SECURITY_POLICY
        .split("; ")
        .map(Into::into)
        .collect();
    for name in FILE_DIRECTIVES {
        let mut given = directives.iter_mut();
        match given.find(|directive| directive.split(' ').next() == Some(name)) {
            Some(directive) => *directive = format!("{directive} {origin}"),
            None => directives.push(format!("{name} 'self' {origin}")),
        }
    }
    HeaderValue::try_from(directives.join("; ")).unwrap_or(own)
}

/// Answers requests for the scripts of [`SHARED`] if WEB_ROOT is not set.
pub(super) fn no_web_root() -> Problem {
    Problem::not_found(
        Code::NoSuchRoute,
        "WEB_ROOT is not set: this server has no web client, and no scripts, to serve",
    )
}

/// Logs the folder of the web client, or that there is none.
pub(super) fn log(root: Option<&Path>) {
    if let Some(root) = root {
        tracing::info!(root = %root.display(), "serving the web client");
    } else {
        tracing::info!(
            "WEB_ROOT is not set: no web client is served at /, and neither /static/chat.js nor \
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
        let is_shared = path.starts_with(SHARED);
        let policy = self.content_security_policy.clone();
        let mut response = self.find(request, is_hashed || is_shared).await;
        let is_found = !response.status().is_client_error();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if is_shared {
            for (name, value) in SHARED_HEADERS {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
        if is_found {
            let caching = match (is_hashed, is_shared) {
                (true, _) => CACHE_FOREVER,
                (false, true) => CACHE_BRIEFLY,
                (false, false) => REVALIDATE,
            };
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        }
        response
    }

    /// The file, or the page if the client navigates; no page has the path of an `is_file`.
    async fn find(self, request: Request, is_file: bool) -> Response {
        let (head, _) = request.into_parts();
        let copy = || Request::from_parts(head.clone(), Body::empty());
        let Ok(file) = self.files.oneshot(copy()).await;
        if file.status() != StatusCode::NOT_FOUND {
            return file.into_response();
        }
        if is_file || !wants_a_page(&head.headers) {
            return route_not_found(head.uri).await.into_response();
        }
        let demos = DEMOS.into_iter().zip(self.demos);
        let mut demos = demos.filter(|(demo, _)| rest_under(demo, head.uri.path()).is_some());
        if let Some((_, page)) = demos.next() {
            let Ok(page) = page.oneshot(copy()).await;
            if page.status() != StatusCode::NOT_FOUND {
                return page.into_response();
            }
        }
        let Ok(page) = self.page.oneshot(copy()).await;
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

/// Whether a request navigates, and so accepts HTML. A mistyped script name must not get a page.
fn wants_a_page(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let accept = accept.to_str().unwrap_or_default();
    accept.contains("text/html") || accept.contains("*/*")
}

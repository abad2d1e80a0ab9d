//! Says in problems of the native API what is wrong in the caller's language.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::domain::Language;
use crate::http::API_BASE;
use crate::http::language::{self, ChosenLanguage};
use crate::http::problem::Problem;

/// A layer that translates the problems of the native API. The older contracts have English details.
pub async fn translate(mut request: Request, next: Next) -> Response {
    // The answer to HEAD has no body.
    if !is_native(request.uri().path()) || *request.method() == Method::HEAD {
        return next.run(request).await;
    }
    let accepted = language::preferred(request.headers());
    let chosen = ChosenLanguage::default();
    request.extensions_mut().insert(chosen.clone());
    let response = next.run(request).await;
    match chosen.get().unwrap_or(accepted) {
        Language::English => response,
        Language::Russian => in_russian(response),
    }
}

fn is_native(path: &str) -> bool {
    let rest = path.strip_prefix(API_BASE);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn in_russian(mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let body = problem.in_russian().to_json();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    // What is replaced may be compressed.
    headers.remove(header::CONTENT_ENCODING);
    *response.body_mut() = Body::from(body);
    response
}

//! Replaces problem documents by a realm's own error format.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use crate::http::problem::Problem;

/// Replaces the body of an error answer by the realm's format. Status and headers stay.
pub fn map_problem<E: Serialize>(
    mut response: Response,
    words: impl FnOnce(&Problem) -> E,
) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let body = serde_json::to_vec(&words(&problem)).expect("wire types have string keys only");
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    *response.body_mut() = Body::from(body);
    response
}

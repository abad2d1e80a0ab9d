//! Errors in this realm's own form: `{"error","code"}` rather than a problem document.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::wire;
use crate::http::Problem;
use crate::http::problem::{Documented, documented};

/// Puts an error answer into this realm's form, wherever in its routes it was made.
pub(super) async fn reword(mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let error = wire::Error::from(&problem);
    let body = serde_json::to_vec(&error).expect("wire types have string keys only");
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    *response.body_mut() = Body::from(body);
    response
}

/// The errors any of its routes may answer with, for the OpenAPI document.
pub(super) struct Errors;

impl utoipa::IntoResponses for Errors {
    fn responses() -> Documented {
        documented("application/json", "DirectError")
    }
}

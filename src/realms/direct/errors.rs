//! Errors in this realm's own form: `{"error","code"}` rather than a problem document.

use axum::response::Response;

use super::wire;
use crate::http;
use crate::http::problem::{ErrorResponses, error_responses};

/// Puts an error answer into this realm's form, wherever in its routes it was made.
pub(super) async fn reword(response: Response) -> Response {
    http::map_problem(response, |problem| wire::Error::from(problem))
}

/// The errors any of its routes may answer with, for the OpenAPI document.
pub(super) struct Errors;

impl utoipa::IntoResponses for Errors {
    fn responses() -> ErrorResponses {
        error_responses("application/json", "DirectError")
    }
}

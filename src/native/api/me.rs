//! The caller.

use axum::Json;

use crate::http::problem::Problems;
use crate::http::{Problem, Reads};
use crate::native::caller::NativeCaller;
use crate::native::{encode, wire};

/// Returns the caller.
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "getMe",
    tag = "people",
    responses((status = 200, description = "The caller", body = wire::Account), Problems)
)]
pub async fn show(
    NativeCaller(caller): NativeCaller,
    Reads(language): Reads,
) -> Result<Json<wire::Account>, Problem> {
    Ok(Json(encode::account(caller, language)))
}

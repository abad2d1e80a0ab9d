//! Log-ins with a password: their tokens, and the list of the caller's own.

mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::begin))
        .routes(routes!(handlers::refresh))
        .routes(routes!(handlers::end_current))
        .routes(routes!(handlers::list))
        .routes(routes!(handlers::end))
}

//! Files.

pub(super) mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::upload))
        .routes(routes!(handlers::download))
        .routes(routes!(handlers::preview))
        .routes(routes!(handlers::avatar))
        .routes(routes!(handlers::info))
}

//! Resumable uploads: tus 1.0.0.

mod handlers;
mod tus;

use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::discover, handlers::create))
        .routes(routes!(
            handlers::show,
            handlers::append,
            handlers::end,
            handlers::override_method,
            handlers::discover_by_id
        ))
        .layer(from_fn(tus::check_version))
}

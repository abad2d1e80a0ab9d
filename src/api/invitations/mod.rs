//! Inviting people by a link.

mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list, handlers::add))
        .routes(routes!(handlers::revoke))
        .routes(routes!(handlers::accept))
        .routes(routes!(handlers::look_up))
}

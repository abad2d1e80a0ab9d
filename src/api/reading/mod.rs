//! Read marks and typing.

mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::mark_read))
        .routes(routes!(handlers::mark_unread))
        .routes(routes!(handlers::set_typing))
}

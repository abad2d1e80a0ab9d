//! Messages that are sent later: `send_at` of a new message, the caller's list of them, changes.

pub(super) mod encode;
mod handlers;
pub(super) mod new_scheduled;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list))
        .routes(routes!(handlers::change, handlers::cancel))
}

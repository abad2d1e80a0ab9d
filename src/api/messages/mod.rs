//! Messages: history, sending, editing, deleting, readers, reports.

pub(super) mod answer;
mod change;
pub(super) mod encode;
mod handlers;
pub(super) mod new_message;
mod system_message;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list, handlers::send))
        .routes(routes!(handlers::show, handlers::edit, handlers::delete))
        .routes(routes!(handlers::show_by_uuid))
        .routes(routes!(handlers::readers))
        .routes(routes!(handlers::report))
}

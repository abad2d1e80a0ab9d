//! Passwords, and people who leave.

mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::change_password))
        .routes(routes!(handlers::request_reset))
        .routes(routes!(handlers::reset_password))
        .routes(routes!(handlers::add_reset_link))
        .routes(routes!(handlers::deactivate))
        .routes(routes!(handlers::reactivate))
}

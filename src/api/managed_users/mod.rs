//! People whom an application's own system manages with an API key, and their tokens.

mod handlers;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::put_all))
        .routes(routes!(handlers::put, handlers::deactivate))
        .routes(routes!(handlers::issue_token))
}

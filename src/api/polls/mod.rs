//! Polls: votes, who gave them, and their end. A poll itself is a message.

pub(super) mod encode;
mod handlers;
pub(super) mod new_poll;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::vote))
        .routes(routes!(handlers::close))
        .routes(routes!(handlers::voters))
}

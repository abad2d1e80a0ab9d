//! Other people: finding and blocking them.

pub(super) mod beside;
mod by_ids;
mod deactivated;
pub(super) mod encode;
mod finder;
mod handlers;
mod users_of;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list))
        .routes(routes!(handlers::show))
        .routes(routes!(handlers::block, handlers::unblock))
        .routes(routes!(handlers::blocks))
}

//! Members of a chat, and changing those of a group.

pub(super) mod encode;
mod handlers;
mod list;
pub(super) mod named_users;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(list::list, handlers::add))
        .routes(routes!(handlers::change_role, handlers::remove))
}

//! Chats: the list, single chats, creating and deleting them.

pub(super) mod answer;
mod change;
pub(super) mod encode;
mod handlers;
pub(super) mod new_chat;
pub(super) mod permissions;
pub mod wire;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::context::ApiContext;

/// The route table.
pub(super) fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::new()
        .routes(routes!(handlers::list, handlers::create))
        .routes(routes!(handlers::show, handlers::change, handlers::delete))
        .routes(routes!(handlers::show_by_uuid))
}

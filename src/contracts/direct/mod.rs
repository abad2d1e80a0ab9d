//! One-to-one chats of registered users: REST under `/api/v1/chat`, and one WebSocket per user at
//! `/api/v1/ws`.
//!
//! All ids are opaque strings: of a conversation and a message the UUID of the event that created
//! it, of a user the decimal `users.id`.
//!
//! # Decisions where the contract is open
//! - Times in REST are RFC 3339. Times in frames, and `last_seen` everywhere, are whole seconds
//!   since 1970.
//! - A malformed id is an unknown id: 404.
//! - Fetching history marks nothing read, because there is a route for that.
//! - A `message` frame that repeats a `client_id` is answered to its sender only, with the stored
//!   message and without a top-level `id`, because it makes no event.

mod api;
mod encode;
mod errors;
mod ids;
mod realm;
mod socket;
pub mod wire;

use axum::middleware::map_response;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contracts::shared::error_envelope::map_errors;
use crate::contracts::shared::{Contract, ContractContext};
use crate::http::fallback::with_fallbacks;

use errors::Errors;
pub use realm::REALM;

const POLICY_FILE: &str = include_str!("policy.toml");

/// Its entry in the list of contracts.
pub const CONTRACT: Contract = Contract {
    has_groups: false,
    ..Contract::new(REALM, POLICY_FILE, routes)
};

/// The schemas that no route refers to.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Error, wire::ServerFrame, wire::ClientFrame)))]
struct ExtraSchemas;

/// The route table.
pub fn routes() -> OpenApiRouter<ContractContext> {
    let document = Errors::add_to(ExtraSchemas::openapi());
    let (router, api) = OpenApiRouter::with_openapi(document)
        .routes(routes!(api::conversations::list))
        .routes(routes!(api::messages::history))
        .routes(routes!(api::conversations::mark_read))
        .routes(routes!(api::messages::send))
        .routes(routes!(api::users::presence))
        .routes(routes!(api::users::block, api::users::unblock))
        .routes(routes!(api::socket::open))
        .split_for_parts();
    let router =
        with_fallbacks(router, "/api/v1/chat").layer(map_response(map_errors::<wire::Error>));
    OpenApiRouter::with_openapi(api).merge(router.into())
}

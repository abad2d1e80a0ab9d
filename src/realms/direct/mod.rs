//! One-to-one chats of registered users: REST under `/api/v1/chat`, and one WebSocket a user
//! at `/api/v1/ws`.
//!
//! All ids are strings that clients do not look into: a conversation's and a message's is the
//! UUID of the event that made it, a user's the decimal `users.id`.
//!
//! # Readings of the contract
//! - Times in REST are RFC 3339, as everywhere (the origin text shows strings); in frames, and
//!   for `last_seen` everywhere, they are whole seconds since 1970.
//! - An id of another form than ours is one that does not exist: 404.
//! - Fetching history is no visit, since there is a route for that.
//! - A `message` frame repeated with its `client_id` is answered to its sender alone with the
//!   stored message, without a top-level `id`: nothing new is in the log.

mod api;
mod policy;
mod socket;
mod translate;
pub mod wire;

use axum::middleware::map_response;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::fallback::with_fallbacks;
use crate::realms::kit::error_envelope::{EnvelopeResponses, map_errors};
use crate::realms::kit::{RealmContext, RealmDescriptor};

pub use policy::REALM;

/// The entry of this realm in the list of realms.
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor::new(policy::POLICY, routes);

/// What no route names: its frames, and what its errors look like.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Error, wire::ServerFrame, wire::ClientFrame)))]
struct Words;

/// The errors of its REST routes, for the OpenAPI document.
type Errors = EnvelopeResponses<wire::Error>;

/// The route table.
pub fn routes() -> OpenApiRouter<RealmContext> {
    let (router, api) = OpenApiRouter::with_openapi(Words::openapi())
        .routes(routes!(api::conversations::list))
        .routes(routes!(api::conversations::history))
        .routes(routes!(api::conversations::mark_read))
        .routes(routes!(api::people::send))
        .routes(routes!(api::people::presence))
        .routes(routes!(api::people::block, api::people::unblock))
        .routes(routes!(api::ws::connect))
        .split_for_parts();
    let router =
        with_fallbacks(router, "/api/v1/chat").layer(map_response(map_errors::<wire::Error>));
    OpenApiRouter::with_openapi(api).merge(router.into())
}

//! A company's messenger: direct and group conversations, Socket.IO v4 at `/socket.io/` and
//! REST under `/api/messenger`. Ids are integers.
//!
//! # Readings of the contract
//! - What a socket wanted and was refused is said in the acknowledgement, where one was asked
//!   for, and by the event `error` in any case: clients of before have no acknowledgements.
//! - Sending is a visit, of which `new_message` tells: who wrote has read all before it. The
//!   event `messages_read` comes from `read_messages`, and names 10,000 messages at most.
//! - Fetching a history is no visit.
//! - On connecting, `user_status` of every counterpart now online is told.
//! - A token that expires, a log-out and a changed role end the connection: `error` says why,
//!   then comes `disconnect` with the reason `io server disconnect`, after which a client does
//!   not come back by itself. When the server shuts down the transport closes, and it does.
//! - Attachments are named by their ids, or as the objects that uploads answered.

mod api;
mod frames;
mod policy;
mod sending;
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
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor {
    has_attachments: true,
    ..RealmDescriptor::new(policy::POLICY, routes)
};

/// What no route names: what its errors look like.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Failure)))]
struct MessengerEncoder;

/// The errors of its REST routes, for the OpenAPI document.
type Errors = EnvelopeResponses<wire::Failure>;

/// The route table.
pub fn routes() -> OpenApiRouter<RealmContext> {
    let (router, api) = OpenApiRouter::with_openapi(MessengerEncoder::openapi())
        .routes(routes!(
            api::conversations::list,
            api::conversations::create
        ))
        .routes(routes!(api::people::leave))
        .routes(routes!(api::people::block, api::people::unblock))
        .routes(routes!(api::messages::history))
        .routes(routes!(api::messages::unread))
        .routes(routes!(api::attachments::upload))
        .routes(routes!(api::attachments::download))
        .split_for_parts();
    let router =
        with_fallbacks(router, "/api/messenger").layer(map_response(map_errors::<wire::Failure>));
    OpenApiRouter::with_openapi(api)
        .merge(router.into())
        .route("/socket.io/", socket::route())
}

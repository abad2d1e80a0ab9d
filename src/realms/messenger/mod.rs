//! The realm of a company messenger: direct and group conversations with files. Socket.IO v4 at
//! `/socket.io/` and REST under `/api/messenger`. Ids are integers.
//!
//! The contract is `docs/realms/messenger.md`.

mod api;
mod encode;
mod new_conversation;
mod send;
mod socket;
mod socket_io;
pub mod wire;

use axum::middleware::map_response;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::Realm;
use crate::http::fallback::with_fallbacks;
use crate::realms::kit::error_envelope::{EnvelopeResponses, map_errors};
use crate::realms::kit::{RealmContext, RealmDescriptor};

pub const REALM: Realm = Realm::new("messenger");

const POLICY_FILE: &str = include_str!("policy.toml");

/// The entry of this realm in the list of realms.
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor::new(REALM, POLICY_FILE, routes);

/// Schemas that the OpenAPI document needs and no route refers to: the error answer.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Failure)))]
struct ExtraSchemas;

/// The error answers of the REST routes, for the OpenAPI document.
type Errors = EnvelopeResponses<wire::Failure>;

/// The route table. Socket.IO is not part of the OpenAPI document.
pub fn routes() -> OpenApiRouter<RealmContext> {
    use api::{attachments, blocks, conversations, members, messages};
    let document = Errors::add_to(ExtraSchemas::openapi());
    let (router, api) = OpenApiRouter::with_openapi(document)
        .routes(routes!(conversations::list, conversations::create))
        .routes(routes!(members::leave))
        .routes(routes!(blocks::block, blocks::unblock))
        .routes(routes!(messages::history))
        .routes(routes!(messages::unread))
        .routes(routes!(attachments::upload))
        .routes(routes!(attachments::download))
        .split_for_parts();
    let router =
        with_fallbacks(router, "/api/messenger").layer(map_response(map_errors::<wire::Failure>));
    OpenApiRouter::with_openapi(api)
        .merge(router.into())
        .route("/socket.io/", api::socket::route())
}

//! The realm of a company messenger: direct and group conversations with files. Socket.IO v4 at
//! `/socket.io/` and REST under `/api/messenger`. Ids are integers.
//!
//! The contract is `docs/realms/messenger.md`.

mod api;
mod encode;
mod errors;
mod new_conversation;
mod realm;
mod send;
mod socket;
mod socket_io;
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
pub const CONTRACT: Contract = Contract::new(REALM, POLICY_FILE, routes);

/// Schemas that the OpenAPI document needs and no route refers to: the error answer.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Failure)))]
struct ExtraSchemas;

/// The route table. Socket.IO is not part of the OpenAPI document.
pub fn routes() -> OpenApiRouter<ContractContext> {
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

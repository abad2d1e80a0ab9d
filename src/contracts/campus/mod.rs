//! The realm of a university: private conversations, and groups that their creators manage. REST
//! and a WebSocket for each conversation under `/api/unet-chat`.
//!
//! Ids of conversations and messages are UUIDs: the `event_id`s of the events that created them.
//! The contract is `docs/realms/campus.md`.

mod api;
mod encode;
mod names;
mod new_conversation;
mod realm;
mod send;
mod socket;
mod trailing_slash;
pub mod wire;

use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contracts::shared::{Contract, ContractContext};

pub use realm::REALM;

const POLICY_FILE: &str = include_str!("policy.toml");

/// Its entry in the list of contracts.
pub const CONTRACT: Contract = Contract::new(REALM, POLICY_FILE, routes);

/// Schemas that the OpenAPI document needs and no route refers to: the frames of the socket.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::ServerFrame, wire::ClientFrame)))]
struct ExtraSchemas;

/// The route table. Every path exists with a trailing slash and without.
pub fn routes() -> OpenApiRouter<ContractContext> {
    use api::{blocks, conversations, messages, participants, socket};
    let documented = [
        routes!(conversations::list, conversations::create),
        routes!(conversations::show, conversations::delete),
        routes!(conversations::mark_read),
        routes!(participants::add),
        routes!(participants::remove),
        routes!(blocks::block, blocks::unblock),
        routes!(messages::send),
        routes!(messages::history, messages::edit, messages::delete),
        routes!(socket::open),
    ];
    let router = OpenApiRouter::with_openapi(ExtraSchemas::openapi());
    documented.into_iter().fold(router, trailing_slash::add)
}

//! The realm of a tutoring school: students and teachers exchange messages, admins read every chat
//! and write in none. REST and Server-Sent Events under `/api`.
//!
//! The database creates a chat when the first lesson of a pair is completed. The contract is
//! `docs/realms/school.md`.

mod api;
mod classes;
mod encode;
mod lists;
mod realm;
mod roles;
mod stream;
pub mod wire;

use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::contracts::shared::{Contract, ContractContext};

pub use realm::REALM;

const POLICY_FILE: &str = include_str!("policy.toml");

/// Its entry in the list of contracts.
pub const CONTRACT: Contract = Contract::new(REALM, POLICY_FILE, routes);

/// Schemas that the OpenAPI document needs and no route refers to: the events of the stream.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    wire::NewMessageEvent,
    wire::MessageDeletedEvent,
    wire::MessageEditedEvent,
    wire::ChatCreatedEvent,
    wire::ChatReadEvent,
    wire::TypingEvent,
    wire::PresenceEvent,
)))]
struct ExtraSchemas;

/// The route table.
pub fn routes() -> OpenApiRouter<ContractContext> {
    use api::{chats, events, lessons, messages, session, typing, users};
    OpenApiRouter::with_openapi(ExtraSchemas::openapi())
        .routes(routes!(session::log_in))
        .routes(routes!(session::log_out))
        .routes(routes!(session::refresh))
        .routes(routes!(users::me))
        .routes(routes!(users::list, users::add))
        .routes(routes!(lessons::list, lessons::schedule))
        .routes(routes!(lessons::conflicts))
        .routes(routes!(lessons::change))
        .routes(routes!(chats::list))
        .routes(routes!(chats::list_all))
        .routes(routes!(messages::history))
        .routes(routes!(messages::mark_read))
        .routes(routes!(typing::set))
        .routes(routes!(messages::send))
        .routes(routes!(messages::delete))
        .routes(routes!(events::follow))
}

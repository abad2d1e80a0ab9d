//! A tutoring school: students and teachers write to each other, an admin reads
//! everything and writes nothing. REST and SSE under `/api`.
//!
//! Chats come from lessons: the database begins one when a pair's first lesson is
//! completed. Everything here is the contract; nothing of it is known elsewhere.

mod api;
mod paging;
mod policy;
mod translate;
pub mod wire;

use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::no_store::no_store;
use crate::realms::kit::{RealmContext, RealmDescriptor};

pub use policy::REALM;

/// The entry of this realm in the list of realms.
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor::new(policy::POLICY, routes);

/// What its stream tells, which no route names.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    wire::NewMessageEvent,
    wire::MessageDeletedEvent,
    wire::ChatCreatedEvent,
    wire::ChatReadEvent,
    wire::TypingEvent,
    wire::PresenceEvent,
)))]
struct Events;

/// The route table.
pub fn routes() -> OpenApiRouter<RealmContext> {
    let session = OpenApiRouter::new()
        .routes(routes!(api::session::login))
        .routes(routes!(api::session::logout))
        .routes(routes!(api::session::refresh))
        .layer(no_store());
    OpenApiRouter::with_openapi(Events::openapi())
        .merge(session)
        .routes(routes!(api::people::me))
        .routes(routes!(api::people::list, api::people::add))
        .routes(routes!(api::lessons::list, api::lessons::schedule))
        .routes(routes!(api::lessons::change))
        .routes(routes!(api::chats::list))
        .routes(routes!(api::chats::list_all))
        .routes(routes!(api::messages::history))
        .routes(routes!(api::messages::mark_read))
        .routes(routes!(api::typing::set))
        .routes(routes!(api::messages::send))
        .routes(routes!(api::messages::delete))
        .routes(routes!(api::events::follow))
}

//! A tutoring school: students and teachers write to each other, an admin reads
//! everything and writes nothing. REST and SSE under `/api`.
//!
//! Chats come from lessons: the database begins one when a pair's first lesson is
//! completed. Everything here is the contract; nothing of it is known elsewhere.

mod handlers;
mod paging;
mod translate;
pub mod wire;

use std::time::Duration;

use axum::extract::FromRef;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Gate, Sessions};
use crate::chat::Chat;
use crate::directory::Directory;
use crate::http::no_store::no_store;
use crate::realms::Ground;

/// What the school's handlers work with.
#[derive(Clone)]
pub struct School {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub gate: Gate,
    /// Signing in and out.
    pub sessions: Sessions,
    /// People and lessons.
    pub directory: Directory,
    /// Silence after which a stream says that it lives.
    pub heartbeat: Duration,
}

impl From<Ground> for School {
    fn from(ground: Ground) -> Self {
        let Ground {
            chat,
            gate,
            sessions,
            directory,
            attachments: _,
            heartbeat,
            ..
        } = ground;
        Self {
            chat,
            gate,
            sessions,
            directory,
            heartbeat,
        }
    }
}

impl FromRef<School> for Gate {
    fn from_ref(school: &School) -> Self {
        school.gate.clone()
    }
}

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
pub fn routes() -> OpenApiRouter<School> {
    let session = OpenApiRouter::new()
        .routes(routes!(handlers::session::login))
        .routes(routes!(handlers::session::logout))
        .routes(routes!(handlers::session::refresh))
        .layer(no_store());
    OpenApiRouter::with_openapi(Events::openapi())
        .merge(session)
        .routes(routes!(handlers::people::me))
        .routes(routes!(handlers::people::list, handlers::people::add))
        .routes(routes!(
            handlers::lessons::list,
            handlers::lessons::schedule
        ))
        .routes(routes!(handlers::lessons::change))
        .routes(routes!(handlers::chats::list))
        .routes(routes!(handlers::chats::list_all))
        .routes(routes!(handlers::messages::history))
        .routes(routes!(handlers::messages::mark_read))
        .routes(routes!(handlers::typing::set))
        .routes(routes!(handlers::messages::send))
        .routes(routes!(handlers::messages::delete))
        .routes(routes!(handlers::events::follow))
}

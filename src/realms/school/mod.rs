//! A tutoring school: students and teachers write to each other, an admin reads
//! everything and writes nothing. REST and SSE under `/api`.
//!
//! Chats come from lessons: the database begins one when a pair's first lesson is
//! completed. Everything here is the contract; nothing of it is known elsewhere.

mod api;
mod paging;
mod translate;
pub mod wire;

use std::time::Duration;

use axum::extract::FromRef;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Authenticator, Sessions};
use crate::chat::Chat;
use crate::directory::Directory;
use crate::http::no_store::no_store;
use crate::realms::RealmContext;

/// What the school's handlers work with.
#[derive(Clone)]
pub struct School {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub authenticator: Authenticator,
    /// Signing in and out.
    pub sessions: Sessions,
    /// People and lessons.
    pub directory: Directory,
    /// Silence after which a stream says that it lives.
    pub heartbeat: Duration,
}

impl From<RealmContext> for School {
    fn from(ground: RealmContext) -> Self {
        let RealmContext {
            chat,
            authenticator,
            sessions,
            directory,
            attachments: _,
            heartbeat,
            ..
        } = ground;
        Self {
            chat,
            authenticator,
            sessions,
            directory,
            heartbeat,
        }
    }
}

impl FromRef<School> for Authenticator {
    fn from_ref(school: &School) -> Self {
        school.authenticator.clone()
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

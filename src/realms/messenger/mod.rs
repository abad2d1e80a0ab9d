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
mod errors;
mod frames;
mod sending;
mod socket;
mod translate;
pub mod wire;

use axum::extract::FromRef;
use axum::middleware::map_response;
use axum::routing::any;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::attachments::Attachments;
use crate::auth::Authenticator;
use crate::chat::Chat;
use crate::http::fallback::with_fallbacks;
use crate::realms::RealmContext;
use socket::Sockets;

/// What its handlers work with.
#[derive(Clone)]
pub struct Messenger {
    /// Its conversations.
    pub chat: Chat,
    /// Who may come in.
    pub authenticator: Authenticator,
    /// Its files.
    pub attachments: Attachments,
    sockets: Sockets,
}

impl From<RealmContext> for Messenger {
    fn from(ground: RealmContext) -> Self {
        let RealmContext {
            chat,
            authenticator,
            attachments,
            heartbeat,
            ..
        } = ground;
        let sockets = Sockets::new(chat.clone(), authenticator.clone(), heartbeat);
        Self {
            chat,
            authenticator,
            attachments: attachments.expect("the storage is open where this realm is served"),
            sockets,
        }
    }
}

impl FromRef<Messenger> for Authenticator {
    fn from_ref(messenger: &Messenger) -> Self {
        messenger.authenticator.clone()
    }
}

/// What no route names: what its errors look like.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::Failure)))]
struct MessengerEncoder;

/// The route table.
pub fn routes() -> OpenApiRouter<Messenger> {
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
    let router = with_fallbacks(router, "/api/messenger").layer(map_response(errors::reword));
    OpenApiRouter::with_openapi(api)
        .merge(router.into())
        .route("/socket.io/", any(socket::serve))
}

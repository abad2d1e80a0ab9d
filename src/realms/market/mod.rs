//! A marketplace: a buyer, with an account or without, writes to the seller of a listing. REST
//! under `/api/chat`, and a WebSocket a chat at `/api/chat/ws/{chat_id}`.
//!
//! Ids of chats and messages are numbers. People are strings: an account by its `users.id` (a
//! buyer whose tokens have another subject by that), a guest by the UUID; `seller_id` is a number.
//!
//! # Readings of the contract
//! - `user_id` in a query may be left out; where it stands it must be the caller.
//! - Fetching history is no visit, since there is a route for that.
//! - A hidden chat comes back with any new message, one's own included.
//! - Who was banned may still read by REST what they could, and has no WebSocket.
//! - What stands between `<script>` and `</script>`, or in a `<style>`, is no text.
//! - A `message` frame repeated with its `client_id` is answered to its sender alone with the
//!   stored message, without an `event_id`: nothing new is in the log.
//! - Two texts that differ in case or white space alone are the same text to the rule of spam.

mod api;
mod caller;
mod guest_cookie;
mod plain_text;
mod policy;
mod socket;
mod translate;
pub mod wire;

use axum::middleware::from_fn;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::cookies;
use crate::realms::kit::{RealmContext, RealmDescriptor};

pub use policy::REALM;

/// The entry of this realm in the list of realms.
pub const DESCRIPTOR: RealmDescriptor = RealmDescriptor {
    has_limits: true,
    ..RealmDescriptor::new(policy::POLICY, routes)
};

/// What no route names: its frames, and a guest's way in.
#[derive(utoipa::OpenApi)]
#[openapi(
    components(schemas(wire::ServerFrame, wire::ClientFrame)),
    modifiers(&GuestCookie)
)]
struct Words;

/// A guest's cookie, besides the two ways in that every realm has.
struct GuestCookie;

impl utoipa::Modify for GuestCookie {
    fn modify(&self, api: &mut OpenApi) {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookies::GUEST)));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("guest", cookie);
    }
}

/// The route table.
pub fn routes() -> OpenApiRouter<RealmContext> {
    OpenApiRouter::with_openapi(Words::openapi())
        .routes(routes!(api::guests::become_guest))
        .routes(routes!(api::chats::open))
        .routes(routes!(api::chats::list_mine))
        .routes(routes!(api::chats::grouped))
        .routes(routes!(api::chats::hide))
        .routes(routes!(api::chats::block, api::chats::unblock))
        .routes(routes!(api::messages::history))
        .routes(routes!(api::messages::mark_read))
        .routes(routes!(api::messages::report))
        .routes(routes!(api::moderation::queue))
        .routes(routes!(api::moderation::resolve_report))
        .routes(routes!(api::ws::connect))
        .layer(from_fn(guest_cookie::renew))
}

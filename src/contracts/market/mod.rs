//! A marketplace: buyers, with or without an account, chat with the seller of a listing. REST under
//! `/api/chat`, and one WebSocket per chat at `/api/chat/ws/{chat_id}`.
//!
//! Ids of chats and messages are numbers. Users have public ids, which are strings: the UUID of a
//! guest, the subject of a buyer with an `external_id`, otherwise `users.id`. Only `seller_id` is a
//! number.
//!
//! # Decisions where the contract is open
//! - `user_id` in a query is optional. If present, it must be the caller's.
//! - Fetching history marks nothing read, because there is a route for that.
//! - Any new message brings a hidden chat back, including the user's own.
//! - A banned user can still read by REST, and cannot open a WebSocket.
//! - The content of `<script>` and `<style>` is removed together with the tags. The text of all
//!   other elements stays.
//! - A `message` frame that repeats a `client_id` is answered to its sender only, with the stored
//!   message and without an `event_id`, because it makes no event.
//! - The spam rule ignores case and white space when it compares texts.

mod api;
mod caller;
mod encode;
mod parties;
mod realm;
mod socket;
pub mod wire;

use axum::middleware::from_fn;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::cookies;
use crate::contracts::shared::{Contract, ContractContext};
use crate::http::guest_token;

use realm::LISTING_ID;
pub use realm::REALM;

const POLICY_FILE: &str = include_str!("policy.toml");

/// The paths of the routes that guests use, to which browsers send their cookies.
const GUEST_PATHS: &[&str] = &["/api/chat", "/v1/market"];

/// Its entry in the list of contracts.
pub const CONTRACT: Contract = Contract {
    has_limits: true,
    has_groups: false,
    guest_paths: GUEST_PATHS,
    listing_id: LISTING_ID,
    ..Contract::new(REALM, POLICY_FILE, routes)
};

/// The schemas that no route refers to.
#[derive(utoipa::OpenApi)]
#[openapi(
    components(schemas(wire::ServerFrame, wire::ClientFrame)),
    modifiers(&GuestCookieScheme)
)]
struct ExtraSchemas;

/// Adds the security scheme `guest`, the cookie of guests.
struct GuestCookieScheme;

impl utoipa::Modify for GuestCookieScheme {
    fn modify(&self, api: &mut OpenApi) {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookies::GUEST)));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("guest", cookie);
    }
}

/// The route table.
pub fn routes() -> OpenApiRouter<ContractContext> {
    OpenApiRouter::with_openapi(ExtraSchemas::openapi())
        .routes(routes!(api::guests::create))
        .routes(routes!(api::chats::open))
        .routes(routes!(api::chats::list_own))
        .routes(routes!(api::chats::list_inbox))
        .routes(routes!(api::chats::hide))
        .routes(routes!(api::blocks::block, api::blocks::unblock))
        .routes(routes!(api::messages::history))
        .routes(routes!(api::messages::mark_read))
        .routes(routes!(api::messages::report))
        .routes(routes!(api::reports::list))
        .routes(routes!(api::reports::resolve))
        .routes(routes!(api::socket::open))
        .layer(from_fn(guest_token::add_to_answer))
}

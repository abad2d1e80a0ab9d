//! Vestnik's own API, `/v1/{realm}`: the same model, stream and operations in every realm.
//!
//! It is mounted once for each realm that is served, over the same chats as the realm's own
//! contract. It knows no realm: what differs is the realm's policy. The contract is
//! `docs/native.md`.
//!
//! Each noun has a folder: its route table (`mod.rs`), its handlers, and its types as they are on the wire
//! (`wire.rs`). In answers every field is present, and null if it has no value.

pub mod accounts;
mod answer_headers;
pub mod asyncapi;
pub mod attachments;
mod caller;
pub mod chats;
mod context;
mod custom;
pub mod desk;
mod document;
pub mod drafts;
mod enumerations;
pub mod events;
mod frames;
mod given;
pub mod guests;
pub mod invitations;
mod known_parameters;
pub mod managed_users;
pub mod me;
pub mod members;
pub mod messages;
mod oversight;
mod pages;
mod path_item;
pub mod people;
pub mod pins;
pub mod policy;
pub mod polls;
pub mod push;
pub mod reactions;
pub mod reading;
pub mod scheduled;
pub mod search;
pub mod sent_files;
pub mod sessions;
pub mod settings;
mod stream;
pub mod unsubscribe;
pub mod uploads;
pub mod users;
mod webhooks;

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use tower::ServiceBuilder;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use self::known_parameters::KnownParameters;
use crate::http::fallback::with_fallbacks;
use crate::http::{API_BASE, Code, Problem, api_path, guest_token, rate_limit};

pub use context::{ApiContext, ApiServices};
pub use document::for_realms;
pub use webhooks::WebhookEvents;

/// The route table of one realm, without the path before it: that of each noun.
fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::with_openapi(events::wire::EventSchemas::openapi())
        .merge(policy::routes())
        .merge(me::routes())
        .merge(sessions::routes())
        .merge(guests::routes())
        .merge(accounts::routes())
        .merge(invitations::routes())
        .merge(people::routes())
        .merge(users::routes())
        .merge(managed_users::routes())
        .merge(chats::routes())
        .merge(settings::routes())
        .merge(drafts::routes())
        .merge(members::routes())
        .merge(messages::routes())
        .merge(scheduled::routes())
        .merge(reactions::routes())
        .merge(polls::routes())
        .merge(pins::routes())
        .merge(search::routes())
        .merge(sent_files::routes())
        .merge(reading::routes())
        .merge(attachments::routes())
        .merge(uploads::routes())
        .merge(push::routes())
        .merge(unsubscribe::routes())
        .merge(events::routes())
        .merge(desk::routes())
}

/// The routes of a realm, and what documents them.
struct Routes {
    router: Router<ApiContext>,
    document: OpenApi,
    known_parameters: Arc<KnownParameters>,
}

/// Made once, since documenting the routes takes most of a server's start.
static ROUTES: LazyLock<Routes> = LazyLock::new(|| {
    let (router, document) = routes().split_for_parts();
    let known_parameters = Arc::new(known_parameters::of(&document));
    Routes {
        router,
        document,
        known_parameters,
    }
});

/// The routes of the realms of these contexts.
pub fn router(contexts: impl Iterator<Item = ApiContext>) -> Router {
    let unserved = Router::new()
        .route(API_BASE, any(no_such_realm))
        .route(&format!("{API_BASE}/{{*path}}"), any(no_such_realm));
    contexts.fold(unserved, |router, context| {
        let base = api_path(context.policy.realm);
        let known = (ROUTES.known_parameters.clone(), base.clone().into());
        // One stack, since each layer of a router of its own is boxed and cloned for each request.
        let layers = ServiceBuilder::new()
            .layer(from_fn(rate_limit::report))
            .layer(from_fn_with_state(known, known_parameters::refuse_others));
        let mut routes = ROUTES.router.clone().route_layer(layers);
        if context.policy.has_guests {
            routes = routes.layer(from_fn(guest_token::add_to_answer));
        }
        router.nest(&base, with_fallbacks(routes, "").with_state(context))
    })
}

/// Adds the documented routes to a document.
pub fn document(api: OpenApi) -> OpenApi {
    document::added_to(api, ROUTES.document.clone())
}

/// 404: the server does not serve this realm.
async fn no_such_realm() -> Problem {
    Problem::not_found(Code::NoSuchRealm, "this server does not serve such a realm")
}

//! Vestnik's own API, `/v1/{realm}`: the same model, stream and operations in every realm.
//!
//! It is mounted once for each realm that is served, over the same chats as the realm's own
//! contract. It knows no realm: what differs is the realm's policy. The contract is
//! `docs/native.md`.
//!
//! Each noun has a folder: its route table (`mod.rs`), its handlers, and its types as they are on the wire
//! (`wire.rs`). In answers every field is present, and null if it has no value.

pub mod accounts;
pub mod asyncapi;
pub mod attachments;
mod caller;
pub mod chats;
mod context;
pub mod desk;
pub mod drafts;
pub mod events;
mod frames;
mod given;
pub mod invitations;
pub mod managed_users;
pub mod me;
pub mod members;
pub mod messages;
mod oversight;
mod pages;
pub mod people;
pub mod pins;
pub mod policy;
pub mod push;
pub mod reactions;
pub mod reading;
pub mod search;
pub mod sessions;
pub mod settings;
mod stream;
pub mod unsubscribe;
pub mod uploads;
pub mod users;
mod webhooks;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::any;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, RefOr};
use utoipa_axum::router::OpenApiRouter;

use crate::domain::Realm;
use crate::http::fallback::with_fallbacks;
use crate::http::guest_token;
use crate::http::{API_BASE, Code, Problem, api_path};

pub use context::{ApiContext, ApiServices};
pub use webhooks::WebhookEvents;

/// The parameter of all paths.
const REALM: &str = "realm";

/// The route table of one realm, without the path before it: that of each noun.
fn routes() -> OpenApiRouter<ApiContext> {
    OpenApiRouter::with_openapi(events::wire::EventSchemas::openapi())
        .merge(policy::routes())
        .merge(me::routes())
        .merge(sessions::routes())
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
        .merge(reactions::routes())
        .merge(pins::routes())
        .merge(search::routes())
        .merge(reading::routes())
        .merge(attachments::routes())
        .merge(uploads::routes())
        .merge(push::routes())
        .merge(unsubscribe::routes())
        .merge(events::routes())
        .merge(desk::routes())
}

/// The routes of the realms of these contexts.
pub fn router(contexts: impl Iterator<Item = ApiContext>) -> Router {
    let unserved = Router::new()
        .route(API_BASE, any(no_such_realm))
        .route(&format!("{API_BASE}/{{*path}}"), any(no_such_realm));
    // Documenting the routes takes most of their making, so it is done once.
    let (of_realm, _) = routes().split_for_parts();
    contexts.fold(unserved, |router, context| {
        let base = api_path(context.policy.realm);
        let mut routes = of_realm.clone();
        if context.policy.has_guests {
            routes = routes.layer(from_fn(guest_token::add_to_answer));
        }
        router.nest(&base, with_fallbacks(routes, "").with_state(context))
    })
}

/// What schemas cannot say.
const FORMATS: &str = "\n\nAn integer is written without a fraction and an exponent: `21`, and neither \
    `21.0` nor `2.1e1`, which are 400. An empty `q`, `token` or `last_event_id` counts as absent; any other \
    empty parameter of a query is 400. An empty text in a body is 400 where something has to be in it, such \
    as a name, an e-mail address or a message without files.";

/// Adds the documented routes to a document, with the realm as a parameter of their paths.
pub fn document(mut api: OpenApi) -> OpenApi {
    let description = api.info.description.get_or_insert_default();
    description.push_str(FORMATS);
    let mut own = routes().into_openapi();
    for item in own.paths.paths.values_mut() {
        for operation in operations(item) {
            let parameters = operation.parameters.get_or_insert_default();
            parameters.insert(0, realm_parameter().into());
            parameters.push(act_as_parameter().into());
        }
    }
    let paths = std::mem::take(&mut own.paths.paths).into_iter();
    own.paths.paths = paths
        .map(|(path, item)| (format!("{API_BASE}/{{realm}}{path}"), item))
        .collect();
    api.merge(own);
    api
}

/// A document in which only these realms are values of the parameter.
pub fn for_realms(mut api: OpenApi, realms: &[Realm]) -> OpenApi {
    let names = realms.iter().map(ToString::to_string);
    let schema = ObjectBuilder::new().schema_type(Type::String);
    let schema = schema.enum_values(Some(names)).build();
    for item in api.paths.paths.values_mut() {
        let parameters = operations(item).filter_map(|operation| operation.parameters.as_mut());
        for parameter in parameters.flatten() {
            if let RefOr::T(parameter) = parameter
                && parameter.name == REALM
            {
                parameter.schema = Some(schema.clone().into());
            }
        }
    }
    api
}

/// The operations of a path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let operations = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
        &mut item.head,
        &mut item.options,
    ];
    operations.into_iter().flatten()
}

fn realm_parameter() -> Parameter {
    ParameterBuilder::new()
        .name(REALM)
        .parameter_in(ParameterIn::Path)
        .required(utoipa::openapi::Required::True)
        .description(Some("A realm that the server serves"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn act_as_parameter() -> Parameter {
    ParameterBuilder::new()
        .name("Act-As")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some("With an API key: the id of the user whom it acts for"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
        .build()
}

/// 404: the server does not serve this realm.
async fn no_such_realm() -> Problem {
    Problem::not_found(Code::NoSuchRealm, "this server does not serve such a realm")
}

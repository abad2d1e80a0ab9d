//! Vestnik's own API, `/v1/{realm}`: the same model, stream and operations in every realm.
//!
//! It is mounted once for each realm that is served, over the same chats as the realm's own
//! contract. It knows no realm: what differs is the realm's policy. The contract is
//! `docs/native.md`.

pub mod asyncapi;
mod caller;
mod context;
mod encode;
mod frames;
mod handlers;
mod new_chat;
mod new_message;
mod permissions;
mod stream;
mod system_message;
mod tus;
mod webhooks;
pub mod wire;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::any;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, RefOr};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::domain::Realm;
use crate::http::fallback::with_fallbacks;
use crate::http::guest_token;
use crate::http::{API_BASE, Code, Problem, api_path};

pub use context::{ApiContext, ApiServices};
pub use webhooks::WebhookEvents;

/// The parameter of all paths.
const REALM: &str = "realm";

/// Schemas that the OpenAPI document needs and no route refers to: the events of the stream.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    wire::MessageEvent,
    wire::MessageDeletedEvent,
    wire::ReactionEvent,
    wire::ReadEvent,
    wire::ChatEvent,
    wire::ChatRemovedEvent,
    wire::TypingEvent,
    wire::DraftEvent,
    wire::PresenceEvent,
)))]
struct ExtraSchemas;

/// The route table of one realm, without the path before it.
fn routes() -> OpenApiRouter<ApiContext> {
    use handlers::{
        attachments, chats, events, me, members, messages, pins, policy, push, reactions, reading,
        search, settings, unsubscribe,
    };
    OpenApiRouter::with_openapi(ExtraSchemas::openapi())
        .routes(routes!(policy::show))
        .routes(routes!(me::show, me::change))
        .merge(account_routes())
        .routes(routes!(chats::list, chats::create))
        .routes(routes!(chats::show, chats::change, chats::delete))
        .routes(routes!(chats::show_by_uuid))
        .routes(routes!(settings::change))
        .routes(routes!(settings::save_draft))
        .routes(routes!(members::add))
        .routes(routes!(members::change_role, members::remove))
        .routes(routes!(messages::list, messages::send))
        .routes(routes!(messages::show, messages::edit, messages::delete))
        .routes(routes!(messages::show_by_uuid))
        .routes(routes!(messages::readers))
        .routes(routes!(messages::report))
        .routes(routes!(reactions::add, reactions::remove))
        .routes(routes!(pins::pin, pins::unpin))
        .routes(routes!(search::search))
        .routes(routes!(reading::mark_read))
        .routes(routes!(reading::set_typing))
        .routes(routes!(attachments::upload))
        .routes(routes!(attachments::download))
        .routes(routes!(attachments::preview))
        .routes(routes!(attachments::avatar))
        .routes(routes!(attachments::info))
        .merge(upload_routes())
        .routes(routes!(push::key))
        .routes(routes!(push::subscribe, push::unsubscribe))
        .routes(routes!(unsubscribe::show, unsubscribe::unsubscribe))
        .routes(routes!(events::follow))
        .merge(desk_routes())
}

/// Those of people and their accounts.
fn account_routes() -> OpenApiRouter<ApiContext> {
    use handlers::{accounts, invitations, managed_users, people, sessions, users};
    OpenApiRouter::new()
        .routes(routes!(sessions::begin))
        .routes(routes!(sessions::refresh))
        .routes(routes!(sessions::end_current))
        .routes(routes!(sessions::list))
        .routes(routes!(sessions::end))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::request_reset))
        .routes(routes!(accounts::reset_password))
        .routes(routes!(accounts::add_reset_link))
        .routes(routes!(accounts::deactivate))
        .routes(routes!(accounts::reactivate))
        .routes(routes!(invitations::list, invitations::add))
        .routes(routes!(invitations::revoke))
        .routes(routes!(invitations::accept))
        .routes(routes!(invitations::look_up))
        .routes(routes!(people::deactivated))
        .routes(routes!(people::change_role))
        .routes(routes!(people::server))
        .routes(routes!(users::list, managed_users::put_all))
        .routes(routes!(
            users::show,
            managed_users::put,
            managed_users::deactivate
        ))
        .routes(routes!(managed_users::issue_token))
        .routes(routes!(users::block, users::unblock))
}

/// Those of resumable uploads.
fn upload_routes() -> OpenApiRouter<ApiContext> {
    use handlers::uploads;
    OpenApiRouter::new()
        .routes(routes!(uploads::discover, uploads::create))
        .routes(routes!(
            uploads::show,
            uploads::append,
            uploads::end,
            uploads::override_method,
            uploads::discover_by_id
        ))
        .layer(from_fn(tus::check_version))
}

/// Those of the operator's desk.
fn desk_routes() -> OpenApiRouter<ApiContext> {
    use handlers::desk::{audit, erasures, figures, proof, reports};
    OpenApiRouter::new()
        .routes(routes!(reports::list))
        .routes(routes!(reports::decide))
        .routes(routes!(figures::unanswered))
        .routes(routes!(figures::statistics))
        .routes(routes!(audit::timeline))
        .routes(routes!(audit::past))
        .routes(routes!(audit::export))
        .routes(routes!(proof::show, proof::check))
        .routes(routes!(
            erasures::show,
            erasures::request,
            erasures::withdraw
        ))
        .routes(routes!(erasures::list))
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

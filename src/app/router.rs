//! All routes, and the layers around them.

use std::any::Any;
use std::path::Path;

use axum::Router;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::api::asyncapi;
use crate::app::ready::{self, Readiness};
use crate::app::{documents, events_page, openapi, web_client};
use crate::auth::origin::AllowedOrigins;
use crate::http::fallback::{method_not_allowed, route_not_found};
use crate::http::in_flight::{self, InFlight};
use crate::http::no_store::no_store;
use crate::http::{
    Problem, TrustedProxies, client_address, cors, host, problem_language, request_log,
};

/// `/v1`.
pub(super) struct NativeApi {
    pub(super) routes: Router,
    pub(super) document: OpenApi,
}

/// All routes of the server.
pub(super) fn router(
    realms: impl Iterator<Item = OpenApiRouter>,
    native: NativeApi,
    readiness: Readiness,
    origins: AllowedOrigins,
    proxies: TrustedProxies,
    web_root: Option<&Path>,
    storage_origin: Option<&str>,
) -> Router {
    let server = ready::routes().with_state(readiness);
    let mut documented = OpenApiRouter::with_openapi(openapi::frame()).merge(server);
    for realm in realms {
        documented = documented.merge(realm.layer(no_store()));
    }
    let (router, api) = documented.split_for_parts();
    let swagger = SwaggerUi::new("/api/docs").url("/api/openapi.json", api);
    let events = events_page::routes(asyncapi::document(&native.document));
    let native_api = SwaggerUi::new("/v1/docs").url("/v1/openapi.json", native.document);
    let router = router
        .merge(native.routes.layer(no_store()))
        .merge(documents::pages(swagger))
        .merge(events)
        .merge(documents::pages(native_api));
    let router = match web_root {
        Some(root) => router.fallback_service(web_client::fallback(root, storage_origin)),
        None => router
            .route("/", get(|| async { Redirect::temporary("/api/docs/") }))
            .route("/static/{*script}", get(async || web_client::no_web_root()))
            .fallback(route_not_found),
    };
    let has_origins = origins.iter().next().is_some();
    let cors = has_origins.then(|| cors::layer(move |origin| origins.contains(origin)));
    // One stack, since each layer of a router of its own is boxed and cloned for each request.
    let layers = ServiceBuilder::new()
        .map_request(move |request| client_address::resolve(&proxies, request))
        .layer(middleware::from_fn(request_log::log))
        .layer(middleware::from_fn(problem_language::translate))
        .layer(middleware::from_fn(host::require))
        .option_layer(cors)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .layer(middleware::from_fn_with_state(
            InFlight::default(),
            in_flight::keep,
        ));
    router
        .method_not_allowed_fallback(method_not_allowed)
        .layer(layers)
}

/// Excludes downloads, which keep their length and are mostly compressed already, and bodies that
/// fit into one packet anyway.
fn worth_compressing() -> impl Predicate {
    let is_page = |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| {
        !headers.contains_key(header::CONTENT_DISPOSITION)
    };
    DefaultPredicate::new()
        .and(SizeAbove::new(1_024))
        .and(is_page)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer passes it by value"
)]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let reason = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(reason, "a request handler panicked");
    Problem::internal().into_response()
}

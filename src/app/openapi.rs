//! The OpenAPI document.
//!
//! It is generated from the annotations of the routes and needs no running server: clients
//! generate their types from `vestnik openapi`.

use std::sync::LazyLock;

use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};

use crate::api;
use crate::app::ready;
use crate::auth::cookies;
use crate::contracts;
use crate::domain::Realm;
use crate::http::Problem;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Vestnik",
        description = "A self-hosted chat backend. Errors are `application/problem+json` \
                       (RFC 9457) with a stable `code`.",
        contact(name = "Vestnik")
    ),
    servers((url = "/", description = "The server of this document")),
    components(schemas(Problem), responses(Problem)),
    modifiers(&Security),
    security(("bearer" = []), ("cookie" = []))
)]
struct Api;

/// The two ways of authentication of REST requests.
struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(cookies::ACCESS)));
        components.add_security_scheme("bearer", bearer);
        components.add_security_scheme("cookie", cookie);
    }
}

/// The document without routes.
pub(super) fn frame() -> OpenApi {
    Api::openapi()
}

/// The document of `/v1`, which is the same for every realm and, but for the names of its realms, for
/// every server.
pub(super) fn native() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| api::document(frame()));
    &DOCUMENT
}

/// The document of `/v1` on a server of these realms.
pub(super) fn native_of(realms: &[Realm]) -> OpenApi {
    api::for_realms(native().clone(), realms)
}

/// The document of `/v1`, as indented JSON that ends with a newline.
pub fn native_openapi() -> String {
    text_of(native())
}

/// The document of these realms, as indented JSON that ends with a newline. It depends on nothing
/// else.
pub fn openapi(realms: &[Realm]) -> String {
    let mut api = frame();
    api.merge(ready::routes().into_openapi());
    for contract in realms
        .iter()
        .filter_map(|realm| contracts::of_realm(*realm))
    {
        api.merge((contract.routes)().into_openapi());
    }
    text_of(&api)
}

fn text_of(api: &OpenApi) -> String {
    let mut text = api.to_pretty_json().expect("its keys are strings");
    text.push('\n');
    text
}

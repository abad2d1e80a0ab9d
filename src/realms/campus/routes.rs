//! The route table. Every path is there with its trailing slash and without.

use axum::routing::MethodRouter;
use utoipa::OpenApi as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

use super::{socket, wire};
use crate::realms::RealmContext;
use crate::realms::campus::api;

/// What is said on the socket, which no route names.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(wire::ServerFrame, wire::ClientFrame)))]
struct Frames;

/// All routes.
pub fn routes() -> OpenApiRouter<RealmContext> {
    use api::{blocks, conversations, messages, participants};
    let all = [
        routes!(conversations::list, conversations::create),
        routes!(conversations::show, conversations::delete),
        routes!(conversations::mark_read),
        routes!(participants::add),
        routes!(participants::remove),
        routes!(blocks::block, blocks::unblock),
        routes!(messages::send),
        routes!(messages::history, messages::edit, messages::delete),
        routes!(socket::follow),
    ];
    let frames = OpenApiRouter::with_openapi(Frames::openapi());
    all.into_iter().fold(frames, with_optional_trailing_slash)
}

/// Adds routes as the contract writes them, which is how they are documented, and in the
/// other form besides.
fn with_optional_trailing_slash(
    router: OpenApiRouter<RealmContext>,
    documented: UtoipaMethodRouter<RealmContext>,
) -> OpenApiRouter<RealmContext> {
    let (_, paths, methods) = &documented;
    let other_forms: Vec<String> = paths.paths.keys().map(|path| other_form(path)).collect();
    let methods: MethodRouter<RealmContext> = methods.clone();
    other_forms
        .into_iter()
        .fold(router.routes(documented), |router, path| {
            router.route(&path, methods.clone())
        })
}

fn other_form(path: &str) -> String {
    path.strip_suffix('/')
        .map_or_else(|| format!("{path}/"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_two_forms() {
        assert_eq!(other_form("/a/{id}/"), "/a/{id}");
        assert_eq!(other_form("/a/{id}"), "/a/{id}/");
    }
}

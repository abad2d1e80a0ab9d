//! Answers where no handler is.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::any;

use super::{Code, Problem};

/// For a realm that says everything in a form of its own: it also answers where there is
/// nothing beneath its path, and for methods that are not there.
pub fn with_fallbacks<S>(router: Router<S>, beneath: &str) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router
        .route(&format!("{beneath}/{{*nowhere}}"), any(route_not_found))
        .method_not_allowed_fallback(method_not_allowed)
}

/// There is nothing at this path.
pub async fn route_not_found(uri: Uri) -> Problem {
    // The path alone: the query may carry a token.
    Problem::not_found(
        Code::NoSuchRoute,
        format!("there is nothing at {}", uri.path()),
    )
}

/// There is, but not for this method.
pub async fn method_not_allowed(method: Method) -> Problem {
    let detail = format!("{method} is not possible here");
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::MethodNotAllowed,
        detail,
    )
}

//! Responses to requests for routes and methods that do not exist.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::any;

use crate::http::code::Code;
use crate::http::problem::Problem;

/// Adds fallbacks below a realm's path, so that they use the realm's error format too.
pub fn with_fallbacks<S>(router: Router<S>, prefix: &str) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router
        .route(&format!("{prefix}/{{*unmatched}}"), any(route_not_found))
        .method_not_allowed_fallback(method_not_allowed)
}

/// 404: no route at this path.
pub async fn route_not_found(uri: Uri) -> Problem {
    // The path alone: the query may carry a token.
    Problem::not_found(
        Code::NoSuchRoute,
        format!("there is nothing at {}", uri.path()),
    )
}

/// 405: the route does not support this method.
pub async fn method_not_allowed(method: Method) -> Problem {
    let detail = format!("{method} is not possible here");
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::MethodNotAllowed,
        detail,
    )
}

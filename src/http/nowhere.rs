//! Answers where no handler is.

use axum::http::{Method, StatusCode, Uri};

use super::{Code, Problem};

/// There is nothing at this path.
pub async fn no_such_route(uri: Uri) -> Problem {
    // The path alone: the query may carry a token.
    Problem::not_found(
        Code::NoSuchRoute,
        format!("there is nothing at {}", uri.path()),
    )
}

/// There is, but not for this method.
pub async fn no_such_method(method: Method) -> Problem {
    let detail = format!("{method} is not possible here");
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::MethodNotAllowed,
        detail,
    )
}

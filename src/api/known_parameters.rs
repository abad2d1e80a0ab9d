//! Refuses parameters of a query that the operation does not have.
//!
//! # Why
//! The OpenAPI document of the routes decides, so that a parameter that is not documented does not exist.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr};

use crate::http::extract::Query;
use crate::http::{Code, Problem};

/// The parameters of each operation, by its method and its path within a realm.
pub(super) type KnownParameters = HashMap<(Method, String), HashSet<String>>;

/// The parameters that a document describes.
pub(super) fn of(api: &OpenApi) -> KnownParameters {
    let paths = api.paths.paths.iter();
    let operations = paths.flat_map(|(path, item)| {
        let operations = [
            (Method::GET, &item.get),
            // The route of GET answers HEAD too.
            (
                Method::HEAD,
                item.head.as_ref().map_or(&item.get, |_| &item.head),
            ),
            (Method::PUT, &item.put),
            (Method::POST, &item.post),
            (Method::PATCH, &item.patch),
            (Method::DELETE, &item.delete),
            (Method::OPTIONS, &item.options),
        ];
        operations.map(|(method, operation)| {
            let names = operation.as_ref().map(in_query).unwrap_or_default();
            ((method, path.clone()), names)
        })
    });
    operations.collect()
}

fn in_query(operation: &Operation) -> HashSet<String> {
    let parameters = operation.parameters.iter().flatten();
    let names = parameters.filter_map(|parameter| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
            Some(parameter.name.clone())
        }
        _ => None,
    });
    names.collect()
}

/// Answers 400 to a request with a parameter that the operation does not have. `base` is the path of the
/// realm.
pub(super) async fn refuse_others(
    State((known, base)): State<(Arc<KnownParameters>, Arc<str>)>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().query().is_none_or(str::is_empty) {
        return next.run(request).await;
    }
    let Ok(Query(given)) = Query::<Vec<(String, String)>>::of(request.uri()) else {
        // The operation tells what is malformed.
        return next.run(request).await;
    };
    let path = path.as_str();
    let path = path.strip_prefix(&*base).unwrap_or(path);
    let operation = (request.method().clone(), path.to_owned());
    let known = known.get(&operation);
    let is_known = |name: &String| known.is_some_and(|known| known.contains(name));
    match given.iter().find(|(name, _)| !is_known(name)) {
        None => next.run(request).await,
        Some((name, _)) => {
            let detail = format!("this operation has no parameter `{name}`");
            let problem = Problem::bad_request(Code::UnknownParameter, detail);
            problem.in_parameter(name).into_response()
        }
    }
}

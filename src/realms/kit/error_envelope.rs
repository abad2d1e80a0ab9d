//! Error answers of realms whose contract has its own envelope instead of problem documents.

use std::marker::PhantomData;

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::{ErrorResponses, error_responses};
use crate::http::{self, Problem};

/// A layer that turns the problems of a realm's routes into an `E`.
pub async fn map_errors<E>(response: Response) -> Response
where
    E: Serialize + for<'a> From<&'a Problem>,
{
    http::map_problem(response, |problem| E::from(problem))
}

/// The OpenAPI responses of routes whose errors are an `E`.
pub struct EnvelopeResponses<E>(PhantomData<E>);

impl<E: ToSchema> utoipa::IntoResponses for EnvelopeResponses<E> {
    fn responses() -> ErrorResponses {
        error_responses("application/json", &E::name())
    }
}

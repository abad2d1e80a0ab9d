//! Error answers of realms whose contract has its own envelope instead of problem documents.

use std::marker::PhantomData;

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::OpenApi;

use crate::http::problem::{ErrorResponses, error_response, error_responses};
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
        error_responses(&E::name())
    }
}

impl<E: ToSchema> EnvelopeResponses<E> {
    /// The document with the component that the routes' errors refer to.
    pub fn add_to(mut document: OpenApi) -> OpenApi {
        let response = error_response("application/json", &E::name());
        let components = document.components.get_or_insert_default();
        let name = E::name().into_owned();
        components.responses.insert(name, response.into());
        document
    }
}

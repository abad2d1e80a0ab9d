//! Allows cross-origin requests from `ALLOWED_ORIGINS`.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::http::{HeaderName, Method, Request, Response, header};
use futures::future::Either;
use tower::{Layer, Service};
use tower_http::cors::{AllowOrigin, Cors, CorsLayer};

/// How long a browser may cache the response to a preflight request.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Allows requests with cookies from the origins that satisfy `is_allowed`.
pub fn layer(is_allowed: impl Fn(&str) -> bool + Clone + Send + Sync + 'static) -> CrossOrigin {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| {
            origin.to_str().is_ok_and(&is_allowed)
        }))
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers(headers([
            "act-as",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-none-match",
            "last-event-id",
            "range",
            "tus-resumable",
            "upload-length",
            "upload-metadata",
            "upload-offset",
            "x-http-method-override",
        ]))
        .expose_headers(headers([
            "accept-ranges",
            "attachment-id",
            "content-disposition",
            "content-range",
            "etag",
            "guest-token",
            "last-event-id",
            "link",
            "location",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "tus-extension",
            "tus-max-size",
            "tus-resumable",
            "tus-version",
            "upload-expires",
            "upload-length",
            "upload-metadata",
            "upload-offset",
            "x-request-id",
        ]))
        .max_age(MAX_AGE);
    CrossOrigin(cors)
}

fn headers<const N: usize>(names: [&'static str; N]) -> [HeaderName; N] {
    names.map(HeaderName::from_static)
}

/// The layer. Unlike that of the library it answers preflight requests only, since routes may have
/// OPTIONS of their own.
#[derive(Clone)]
pub struct CrossOrigin(CorsLayer);

impl<S: Clone> Layer<S> for CrossOrigin {
    type Service = CrossOriginService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CrossOriginService {
            cors: self.0.layer(inner.clone()),
            inner,
        }
    }
}

/// The service of the layer.
#[derive(Clone)]
pub struct CrossOriginService<S> {
    cors: Cors<S>,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for CrossOriginService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Either<<Cors<S> as Service<Request<B>>>::Future, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        ready!(self.cors.poll_ready(context))?;
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let is_preflight = request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if request.method() == Method::OPTIONS && !is_preflight {
            Either::Right(self.inner.call(request))
        } else {
            Either::Left(self.cors.call(request))
        }
    }
}

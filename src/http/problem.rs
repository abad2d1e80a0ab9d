//! Errors on the wire: `application/problem+json` (RFC 9457).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{self, ContentBuilder, Ref, RefOr, ResponseBuilder};

use crate::domain::Rejection;
use crate::http::code::Code;
use crate::http::refused_part::{Place, RefusedPart};
use crate::http::russian;
use crate::telemetry::metrics::HTTP_ERRORS;

/// An error response. `code` is stable, `detail` is for users.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: status and code identify the problem.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "about:blank")]
    kind: &'static str,
    /// The reason phrase of the status.
    #[schema(value_type = String, example = "Forbidden")]
    title: &'static str,
    /// The HTTP status code.
    #[schema(value_type = u16, example = 403)]
    status: u16,
    /// Stable, for programs.
    code: Code,
    /// For users; its wording may change.
    #[schema(value_type = String)]
    detail: Cow<'static, str>,
    /// The parts of the request that are refused, where they are known.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<RefusedPart>, required = false)]
    errors: Box<[RefusedPart]>,
    /// Seconds, for `Retry-After`.
    #[serde(skip)]
    retry_after: Option<u32>,
    /// The size of the file of which a range was requested, in bytes.
    #[serde(skip)]
    length: Option<u64>,
}

impl Problem {
    /// Its schema and its response in the OpenAPI document.
    const NAME: &str = "Problem";

    /// A problem with a sentence for users.
    pub fn new(
        status: StatusCode,
        code: impl Into<Code>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: code.into(),
            detail: detail.into(),
            errors: Box::default(),
            retry_after: None,
            length: None,
        }
    }

    /// Names the field of the body that is refused.
    #[must_use]
    pub fn in_field(self, name: &str) -> Self {
        self.at(Place::field(name))
    }

    /// Names the parameter of the query that is refused.
    #[must_use]
    pub fn in_parameter(self, name: &str) -> Self {
        self.at(Place::Parameter(name.to_owned()))
    }

    /// Names the part of the request that is refused.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        let part = RefusedPart::new(place, self.code, self.detail.clone());
        Self {
            errors: Box::new([part]),
            ..self
        }
    }

    /// The refusal of parts of a request, with the status and the code of the first one. None without parts.
    pub fn of_parts(parts: Vec<(Place, Rejection)>) -> Option<Self> {
        let first = Self::from(parts.first()?.1);
        let part = |(place, rejection): (Place, Rejection)| {
            RefusedPart::new(place, rejection.into(), rejection.to_string().into())
        };
        Some(Self {
            errors: parts.into_iter().map(part).collect(),
            ..first
        })
    }

    /// The same with its sentences in Russian.
    #[must_use]
    pub(super) fn in_russian(self) -> Self {
        let parts = self.errors.into_iter().map(RefusedPart::in_russian);
        Self {
            detail: russian::detail(self.code, &self.detail),
            errors: parts.collect(),
            ..self
        }
    }

    /// As a document.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Sets the seconds until a retry may succeed.
    pub(super) fn with_retry_after(self, retry_after: Option<u32>) -> Self {
        Self {
            retry_after,
            ..self
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The sentence for users.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// 400: a field has a text that may not be sent.
    pub fn invalid_content(field: &str, reason: impl fmt::Display) -> Self {
        let detail = format!("{field} {reason}");
        Self::bad_request(Code::InvalidContent, detail).in_field(field)
    }

    /// 400: malformed or out of range.
    pub fn bad_request(code: impl Into<Code>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401: not authenticated.
    pub fn unauthorized(code: impl Into<Code>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }

    /// 403: not allowed.
    pub fn forbidden(code: impl Into<Code>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404: no such thing.
    pub fn not_found(code: impl Into<Code>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// 409: conflicts with the stored state.
    pub fn conflict(code: impl Into<Code>, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 416: the range is beyond the file.
    pub fn range_not_satisfiable(length: u64) -> Self {
        let status = StatusCode::RANGE_NOT_SATISFIABLE;
        let detail = format!("the file has {length} bytes");
        Self {
            length: Some(length),
            ..Self::new(status, Code::RangeNotSatisfiable, detail)
        }
    }

    /// 429: too many requests; `seconds` until a retry makes sense.
    pub fn too_many(detail: impl Into<Cow<'static, str>>, seconds: u32) -> Self {
        let retry_after = seconds.max(1);
        let code = Rejection::RateLimited { retry_after };
        Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail).with_retry_after(Some(retry_after))
    }

    /// 503: temporarily unavailable.
    pub fn unavailable() -> Self {
        let detail = "not available right now; repeating the request is safe with a client_id";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail);
        Self {
            retry_after: Some(1),
            ..problem
        }
    }

    /// 500, without internal details.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            Code::Internal,
            "an internal error occurred; it has been logged",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        count(self.code);
        let status = self.status();
        let mut response = (status, self.to_json()).into_response();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, json);
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::UPGRADE_REQUIRED {
            // RFC 9110, 15.5.22: names the protocol to upgrade to.
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
            headers.insert(
                header::SEC_WEBSOCKET_VERSION,
                HeaderValue::from_static("13"),
            );
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(length) = self.length
            && let Ok(range) = HeaderValue::try_from(format!("bytes */{length}"))
        {
            headers.insert(header::CONTENT_RANGE, range);
        }
        // For realms with their own error format.
        response.extensions_mut().insert(self);
        response
    }
}

/// Counts an error response by its code.
fn count(code: Code) {
    metrics::counter!(HTTP_ERRORS, "code" => code.to_string()).increment(1);
}

/// The problems that any route may return, for the OpenAPI document.
pub struct Problems;

impl utoipa::IntoResponses for Problems {
    fn responses() -> ErrorResponses {
        error_responses(Problem::NAME)
    }
}

impl<'r> utoipa::ToResponse<'r> for Problem {
    fn response() -> (&'r str, RefOr<openapi::Response>) {
        let response = error_response("application/problem+json", Self::NAME);
        (Self::NAME, response.into())
    }
}

/// Responses by status, or by the range of a status.
pub type ErrorResponses = BTreeMap<String, RefOr<openapi::Response>>;

/// The errors that any route may return: the component of this name.
///
/// # Why
/// A route can fail in a dozen ways, all with one body. Ranges keep the document, and the types that clients
/// generate from it, a fraction as long as a list of statuses for each operation, and claim none that an
/// operation never answers with.
pub fn error_responses(name: &str) -> ErrorResponses {
    let shared = Ref::from_response_name(name);
    BTreeMap::from(["4XX", "5XX"].map(|range| (range.to_owned(), RefOr::Ref(shared.clone()))))
}

/// The component that [`error_responses`] refers to, in this media type and schema.
pub fn error_response(content_type: &str, schema: &str) -> openapi::Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(schema)))
        .build();
    ResponseBuilder::new()
        .description(STATUSES)
        .content(content_type, content)
        .build()
}

/// What the statuses of errors mean.
const STATUSES: &str = "An error.\n\n\
    400: malformed or out of range. 401: not authenticated. 403: not allowed. 404: no such thing. \
    405: no such method here. 408: the body took too long to arrive. 409: conflicts with the stored state. \
    412: another version of tus. 413: too large. 415: not of an accepted media type. 416: the range is \
    outside of the file. 423: another request writes the upload. 426: not a WebSocket handshake. 429: too \
    many requests, see `Retry-After`.\n\n\
    500: internal error, which has been logged. 503: temporarily unavailable, see `Retry-After`.";

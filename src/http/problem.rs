//! Errors on the wire: `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Rejection;
use crate::http::code::Code;
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
    /// Seconds, for `Retry-After`.
    #[serde(skip)]
    retry_after: Option<u32>,
    /// The size of the file of which a range was requested, in bytes.
    #[serde(skip)]
    length: Option<u64>,
}

impl Problem {
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
            retry_after: None,
            length: None,
        }
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
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
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
        error_responses("application/problem+json", "Problem")
    }
}

/// Error responses by status.
pub type ErrorResponses =
    std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::response::Response>>;

/// The errors that any route may return, in this media type and schema.
pub fn error_responses(content_type: &str, schema: &str) -> ErrorResponses {
    use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder, ResponsesBuilder};
    let described = [
        ("400", "Malformed or out of range"),
        ("401", "Not authenticated"),
        ("403", "Not allowed"),
        ("404", "No such thing"),
        ("408", "The body took too long to arrive"),
        ("409", "Conflicts with the stored state"),
        ("413", "Too large"),
        ("415", "Not application/json"),
        ("429", "Too many requests: see Retry-After"),
        ("500", "Internal error; it has been logged"),
        ("503", "Temporarily unavailable: see Retry-After"),
    ];
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(schema)))
        .build();
    let responses = described.into_iter().fold(
        ResponsesBuilder::new(),
        |responses, (status, description)| {
            let response = ResponseBuilder::new()
                .description(description)
                .content(content_type, content.clone());
            responses.response(status, response)
        },
    );
    responses.build().into()
}

//! Errors on the wire: `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::{self, passwords::PasswordError, token_error::TokenError};
use crate::chat;
use crate::db;
use crate::directory;
use crate::domain::Rejection;
use crate::http::code::Code;
use crate::telemetry::metrics::HTTP_ERRORS;

/// Seconds until the same text may be sent to further chats.
const SPAM_RETRY_SECS: u32 = 60;
/// Seconds until a retry after too many groups. Waiting alone does not help: a group must go.
const TOO_MANY_GROUPS_RETRY_SECS: u32 = 3_600;

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
    pub fn new(status: StatusCode, code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            retry_after: None,
            length: None,
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
    pub fn bad_request(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401: not authenticated.
    pub fn unauthorized(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }

    /// 403: not allowed.
    pub fn forbidden(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404: no such thing.
    pub fn not_found(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// 409: conflicts with the stored state.
    pub fn conflict(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
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
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited, detail);
        Self {
            retry_after: Some(seconds.max(1)),
            ..problem
        }
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

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let status = match rejection {
            Rejection::NotAParticipant
            | Rejection::ReadOnlyRole
            | Rejection::NotTheAuthor
            | Rejection::NotTheCreator
            | Rejection::Blocked
            | Rejection::Banned
            | Rejection::NotInThisRealm
            | Rejection::NotAModerator => StatusCode::FORBIDDEN,
            Rejection::RateLimited { .. } | Rejection::Spam | Rejection::TooManyGroups => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Rejection::ChatNotFound
            | Rejection::MessageNotFound
            | Rejection::UserNotFound
            | Rejection::ReportNotFound
            | Rejection::ParticipantNotFound => StatusCode::NOT_FOUND,
            Rejection::IdempotencyConflict | Rejection::GroupFull | Rejection::ReportSettled => {
                StatusCode::CONFLICT
            }
            Rejection::NotAGroup
            | Rejection::CannotBlockYourself
            | Rejection::ReplyNotFound
            | Rejection::AttachmentNotFound => StatusCode::BAD_REQUEST,
        };
        let retry_after = match rejection {
            Rejection::RateLimited { retry_after } => Some(retry_after),
            Rejection::Spam => Some(SPAM_RETRY_SECS),
            Rejection::TooManyGroups => Some(TOO_MANY_GROUPS_RETRY_SECS),
            _ => None,
        };
        Self {
            retry_after,
            ..Self::new(status, rejection.into(), rejection.to_string())
        }
    }
}

impl From<chat::Error> for Problem {
    fn from(error: chat::Error) -> Self {
        match error {
            chat::Error::Rejected(rejection) => rejection.into(),
            chat::Error::Unavailable(reason) => {
                tracing::warn!(
                    reason,
                    "a request could not be served: temporarily unavailable"
                );
                Self::unavailable()
            }
            chat::Error::Internal(reason) => {
                tracing::error!(reason, "a request failed");
                Self::internal()
            }
        }
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Self {
        chat::Error::from(error).into()
    }
}

impl From<auth::Error> for Problem {
    fn from(error: auth::Error) -> Self {
        use auth::Error;
        let detail = error.to_string();
        match error {
            Error::MissingToken => Self::unauthorized(Code::MissingToken, detail),
            Error::MalformedAuthorization(_) => Self::unauthorized(Code::InvalidToken, detail),
            Error::Token(error) => error.into(),
            Error::UnknownUser => Self::unauthorized(Code::UnknownUser, detail),
            Error::LoggedOut => Self::unauthorized(Code::LoggedOut, detail),
            Error::NotInThisRealm => Rejection::NotInThisRealm.into(),
            Error::CrossOrigin(_) => Self::forbidden(Code::CrossOrigin, detail),
            Error::WrongCredentials => Self::unauthorized(Code::WrongCredentials, detail),
            Error::TooManyFailures { retry_after } => Self::too_many(detail, retry_after),
            Error::Password(error) => error.into(),
            Error::SessionExpired => Self::unauthorized(Code::SessionExpired, detail),
            Error::LoginElsewhere => Self::not_found(Code::LoginElsewhere, detail),
            Error::Provisioning(reason) => {
                tracing::error!(reason, "a user could not be provisioned");
                Self::unavailable()
            }
            Error::Directory(error) => error.into(),
            Error::Database(error) => error.into(),
        }
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::KeysUnavailable => Self::unavailable(),
            TokenError::Expired => Self::unauthorized(Code::TokenExpired, "the token has expired"),
            TokenError::Malformed
            | TokenError::WrongAlgorithm
            | TokenError::WrongKey
            | TokenError::UnknownKey
            | TokenError::WrongType
            | TokenError::WrongIssuer
            | TokenError::WrongAudience
            | TokenError::NotYetValid
            | TokenError::NoSubject => Self::unauthorized(Code::InvalidToken, error.to_string()),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        let detail = error.to_string();
        match error {
            PasswordError::Length => Self::bad_request(Code::InvalidPassword, detail),
            PasswordError::Busy => Self::unavailable(),
            PasswordError::TooManyAtOnce => Self::too_many(detail, 1),
            PasswordError::Failed => Self::internal(),
        }
    }
}

impl From<directory::Error> for Problem {
    fn from(error: directory::Error) -> Self {
        let detail = error.to_string();
        match error {
            directory::Error::EmailTaken => Self::conflict(Code::EmailTaken, detail),
            directory::Error::AlreadyBooked => Self::conflict(Code::LessonAlreadyBooked, detail),
            directory::Error::NotATeacher => Self::bad_request(Code::NotATeacher, detail),
            directory::Error::NotAStudent => Self::bad_request(Code::NotAStudent, detail),
            directory::Error::Database(error) => error.into(),
        }
    }
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

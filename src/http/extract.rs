//! Extractors of requests. Each refuses malformed input with a [`Problem`].

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::{check_given_name, email_address};
use crate::http::body::whole;
use crate::http::code::Code;
use crate::http::in_flight;
use crate::http::json;
use crate::http::plain_words::Unreadable;
use crate::http::problem::Problem;

/// Largest JSON body, in bytes.
pub const MAX_BODY: usize = 256 * 1024;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The character U+0000 in an address. Postgres cannot store it, and no parameter has it.
const NUL: &str = "%00";

/// A JSON body. Its type decides whether unknown fields are ignored.
pub struct Json<T>(pub T);

/// A JSON body that changes what is stored (RFC 7396).
pub struct MergePatch<T>(pub T);

/// A JSON body that is an array of objects.
pub struct JsonList<T>(pub Vec<T>);

/// A JSON body that may be empty.
pub struct OptionalJson<T>(pub Option<T>);

/// Parameters in the path.
pub struct Path<T>(pub T);

/// Parameters in the query string.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let body = json_bytes(request).await?;
        parse(&body).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for MergePatch<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if is_of_type(request.headers(), "application/merge-patch+json") {
            let body = read(request).await?;
            return parse(&body).map(Self);
        }
        let Json(body) = Json::from_request(request, state).await?;
        Ok(Self(body))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonList<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let body = json_bytes(request).await?;
        let items: Vec<&RawValue> = serde_json::from_slice(&body).map_err(|error| {
            Unreadable::json::<Vec<&RawValue>>(&body, &error).into_problem(Code::InvalidBody)
        })?;
        let items = items.iter().enumerate().map(|(n, item)| {
            let item = json::from_object_slice(item.get().as_bytes());
            item.map_err(|error| error.of_item(n).into_problem(Code::InvalidBody))
        });
        items.collect::<Result<_, _>>().map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let is_json = require_json(request.headers());
        let body = read(request).await?;
        if body.is_empty() {
            return Ok(Self(None));
        }
        is_json?;
        parse(&body).map(Some).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.path().contains(NUL) {
            let detail = "the path has the character U+0000";
            return Err(Problem::bad_request(Code::InvalidPath, detail));
        }
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(Unreadable::path(&rejection).into_problem(Code::InvalidPath)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.uri)
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// Reads the query of the address of a request.
    pub fn of(uri: &Uri) -> Result<Self, Problem> {
        if uri.query().is_some_and(|query| query.contains(NUL)) {
            let detail = "the query has the character U+0000";
            return Err(Problem::bad_request(Code::InvalidQuery, detail));
        }
        match axum::extract::Query::try_from_uri(uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let reason = Unreadable::query(&rejection.body_text());
                Err(reason.into_problem(Code::InvalidQuery))
            }
        }
    }
}

/// A `limit` from 1 to `max`.
pub fn in_range(limit: Option<i64>, default: i64, max: i64) -> Result<i64, Problem> {
    let limit = limit.unwrap_or(default);
    if (1..=max).contains(&limit) {
        return Ok(limit);
    }
    let detail = format!("limit must be from 1 to {max}");
    Err(Problem::bad_request(Code::InvalidLimit, detail).in_parameter("limit"))
}

/// A non-negative `offset`, clamped so that `offset + limit` cannot overflow.
pub fn offset(given: Option<i64>) -> Result<i64, Problem> {
    let offset = given.unwrap_or(0);
    if offset >= 0 {
        return Ok(offset.min(i64::MAX / 2));
    }
    let detail = "offset must not be negative";
    Err(Problem::bad_request(Code::InvalidQuery, detail).in_parameter("offset"))
}

/// The e-mail address in a field of a body.
pub fn email(given: &str) -> Result<&str, Problem> {
    email_address(given).map_err(|error| {
        let detail = format!("email {error}");
        Problem::bad_request(Code::InvalidEmail, detail).in_field("email")
    })
}

/// A name in a field of a body: of a person, or the title of a chat.
///
/// # Errors
/// 400 `invalid_name`.
pub fn name<'a>(field: &str, given: &'a str, max: usize) -> Result<&'a str, Problem> {
    match check_given_name(given, max) {
        Ok(()) => Ok(given),
        Err(error) => {
            let detail = format!("{field} {error}");
            Err(Problem::bad_request(Code::InvalidName, detail).in_field(field))
        }
    }
}

/// The header `Idempotency-Key`.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<Uuid>, Problem> {
    let Some(header) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let text = header.to_str().unwrap_or_default();
    text.trim().parse().map(Some).map_err(|_| {
        let detail = "Idempotency-Key must be a UUID";
        Problem::bad_request(Code::InvalidClientId, detail)
    })
}

/// The `client_id` of a message, from the body or the header `Idempotency-Key`.
pub fn client_id(headers: &HeaderMap, in_body: Option<Uuid>) -> Result<Option<Uuid>, Problem> {
    match (idempotency_key(headers)?, in_body) {
        (Some(key), Some(id)) if key != id => {
            let detail = "Idempotency-Key and client_id are not the same";
            Err(Problem::bad_request(Code::InvalidClientId, detail))
        }
        (key, id) => Ok(key.or(id)),
    }
}

fn is_of_type(headers: &HeaderMap, media_type: &str) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case(media_type))
}

fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    if is_of_type(headers, "application/json") {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::UnsupportedMediaType,
        "the body must be sent as application/json",
    ))
}

/// The body of a request that has to be JSON.
pub(super) async fn json_bytes(request: Request) -> Result<Bytes, Problem> {
    require_json(request.headers())?;
    read(request).await
}

async fn read(request: Request) -> Result<Bytes, Problem> {
    let (parts, body) = request.into_parts();
    match in_flight::of_stranger(&parts) {
        Some(bodies) => bodies.read(body, parts.extensions.get().copied()).await,
        None => whole(body, MAX_BODY, BODY_TIMEOUT).await,
    }
}

pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    json::from_object_slice(body).map_err(|error: Unreadable| error.into_problem(Code::InvalidBody))
}

//! `Last-Event-ID`: the cursor of a request or a response.

use std::convert::Infallible;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

use crate::domain::Cursor;
use crate::http::code::Code;
use crate::http::problem::Problem;

/// The name of the header.
pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The last event that a response reflects. A stream that resumes from it delivers exactly the
/// events that the response does not include.
pub struct LastEventId(pub Cursor);

impl IntoResponseParts for LastEventId {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        let id = self.0.to_string();
        let id = HeaderValue::from_str(&id).expect("a cursor is digits and a hyphen");
        parts.headers_mut().insert(LAST_EVENT_ID, id);
        Ok(parts)
    }
}

/// The cursor from which a client resumes. The header takes precedence over the query, because a
/// reconnecting browser sends the header with the old query.
///
/// # Errors
/// See [`parse`].
pub fn from_request(
    headers: &HeaderMap,
    in_query: Option<&str>,
) -> Result<Option<Cursor>, Problem> {
    let in_header = headers.get(LAST_EVENT_ID).map(HeaderValue::to_str);
    let in_header = in_header.transpose().map_err(|_| malformed())?;
    parse(in_header.or(in_query))
}

/// Parses a cursor; `None` if it is absent or empty.
///
/// # Errors
/// 400 if it is malformed.
pub fn parse(given: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let given = given.filter(|id| !id.is_empty());
    given.map(str::parse).transpose().map_err(|_| malformed())
}

/// 400: the cursor is malformed.
pub fn malformed() -> Problem {
    Problem::bad_request(Code::InvalidLastEventId, "not an id of this stream")
}

//! Where in the log something stands, as a header.

use std::convert::Infallible;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponseParts, ResponseParts};

use super::{Code, Problem};
use crate::domain::Cursor;

/// The header's name, in requests and in answers.
pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Says of an answer which event of the log was the last that it reflects: a stream that
/// resumes from it brings exactly the events which the answer does not know.
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

/// Where a client wants to go on, as its request says. The header wins over the query: a browser
/// that reconnects sends it by itself, with the old query.
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

/// Where a client wants to go on, of which nothing is said where it is absent or empty.
///
/// # Errors
/// 400, where it has not the form of an id.
pub fn parse(given: Option<&str>) -> Result<Option<Cursor>, Problem> {
    let given = given.filter(|id| !id.is_empty());
    given.map(str::parse).transpose().map_err(|_| malformed())
}

/// The refusal of what has not the form of an id.
pub fn malformed() -> Problem {
    Problem::bad_request(Code::InvalidLastEventId, "not an id of this stream")
}

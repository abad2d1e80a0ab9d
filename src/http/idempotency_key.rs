//! The sender's own name for a message: `client_id` in the body, or `Idempotency-Key`.

use axum::http::HeaderMap;
use uuid::Uuid;

use super::{Code, Problem};

/// The name, from the body or the header; both may say it if they say the same.
pub fn client_id(headers: &HeaderMap, in_body: Option<Uuid>) -> Result<Option<Uuid>, Problem> {
    let invalid = |detail| Problem::bad_request(Code::InvalidClientId, detail);
    let Some(header) = headers.get("idempotency-key") else {
        return Ok(in_body);
    };
    let in_header = header
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse::<Uuid>().ok());
    match (in_header, in_body) {
        (None, _) => Err(invalid("Idempotency-Key must be a UUID")),
        (Some(key), Some(id)) if key != id => {
            Err(invalid("Idempotency-Key and client_id are not the same"))
        }
        (key, _) => Ok(key),
    }
}

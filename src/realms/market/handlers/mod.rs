//! The realm's request handlers, a file a noun.

pub(super) mod chats;
pub(super) mod guests;
pub(super) mod messages;
pub(super) mod moderation;
pub(super) mod ws;

use crate::http::{Code, Problem};

/// `limit` within 1 and `most`.
fn limit(given: Option<i64>, default: i64, most: i64) -> Result<i64, Problem> {
    let limit = given.unwrap_or(default);
    if (1..=most).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::bad_request(
        Code::InvalidLimit,
        format!("limit must be from 1 to {most}"),
    ))
}

/// `offset` from 0 on.
fn offset(given: Option<i64>) -> Result<i64, Problem> {
    let offset = given.unwrap_or(0);
    if offset >= 0 {
        return Ok(offset);
    }
    Err(Problem::bad_request(
        Code::InvalidQuery,
        "offset must not be negative",
    ))
}

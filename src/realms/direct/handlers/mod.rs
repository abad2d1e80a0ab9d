//! The realm's request handlers, a file a noun.

pub(super) mod conversations;
pub(super) mod people;
pub(super) mod ws;

use crate::http::{Code, Problem};

/// Items in one page at most.
const PAGE_MAX: i64 = 100;

/// `limit` within 1 and [`PAGE_MAX`].
fn limit(given: Option<i64>, default: i64) -> Result<i64, Problem> {
    let limit = given.unwrap_or(default);
    if (1..=PAGE_MAX).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::bad_request(
        Code::InvalidLimit,
        format!("limit must be from 1 to {PAGE_MAX}"),
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

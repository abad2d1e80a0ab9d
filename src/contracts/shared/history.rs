//! Histories of chats: the range that a request asks for, and the answer.

use std::fmt::Display;

use axum::http::Uri;

use super::next_link::NextLink;
use super::paging::PageSize;
use crate::chat::{Message, Page, PageBound, PageRange, Snapshot};
use crate::http::extract::offset;
use crate::http::{Code, LastEventId, Problem};

/// The range that a query asks for, by `before_id` or by `offset`, which exclude each other.
pub fn range(
    size: PageSize,
    limit: Option<i64>,
    before: Option<PageBound>,
    given_offset: Option<i64>,
) -> Result<PageRange, Problem> {
    let limit = size.limit(limit)?;
    let bound = match (before, offset(given_offset)?) {
        (Some(before), 0) => before,
        (Some(_), _) => {
            return Err(Problem::bad_request(
                Code::InvalidQuery,
                "before_id and offset exclude each other",
            ));
        }
        (None, offset) => PageBound::NewestSkip(offset),
    };
    Ok(PageRange { bound, limit })
}

/// Where a history continues: before the oldest message of the page.
pub fn next<I: Display>(
    page: &Snapshot<Page>,
    uri: &Uri,
    parameter: &str,
    id: impl FnOnce(&Message) -> I,
) -> NextLink {
    let oldest = page.value.messages.first().filter(|_| page.value.has_older);
    oldest.map_or_else(NextLink::default, |oldest| {
        NextLink::to(uri, parameter, id(oldest))
    })
}

/// Encodes the messages of a page, oldest first, and names the last event that they reflect.
pub fn encode<M>(page: Snapshot<Page>, encode: impl FnMut(Message) -> M) -> (LastEventId, Vec<M>) {
    let messages = page.value.messages.into_iter().map(encode);
    (LastEventId(page.cursor), messages.collect())
}

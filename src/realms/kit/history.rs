//! Histories: what a request asks for, and the answer.

use super::paging::PageSize;
use crate::chat::{HistoryBound, HistoryRange, Message, Page, Snapshot};
use crate::http::extract::offset;
use crate::http::{Code, LastEventId, Problem};

/// The range before a message, or counted from the newest: a query names one of them.
pub(in crate::realms) fn range(
    size: PageSize,
    limit: Option<i64>,
    before: Option<HistoryBound>,
    given_offset: Option<i64>,
) -> Result<HistoryRange, Problem> {
    let limit = size.limit(limit)?;
    let bound = match (before, offset(given_offset)?) {
        (Some(before), 0) => before,
        (Some(_), _) => {
            return Err(Problem::bad_request(
                Code::InvalidQuery,
                "before_id and offset exclude each other",
            ));
        }
        (None, offset) => HistoryBound::NewestSkip(offset),
    };
    Ok(HistoryRange { bound, limit })
}

/// The messages of a page as a realm shows them, oldest first, with the id to follow from.
pub(in crate::realms) fn show<M>(
    page: Snapshot<Page>,
    translate: impl FnMut(Message) -> M,
) -> (LastEventId, Vec<M>) {
    let messages = page.value.messages.into_iter().map(translate);
    (LastEventId(page.cursor), messages.collect())
}

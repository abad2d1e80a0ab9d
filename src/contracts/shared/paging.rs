//! Pages of a list by `limit` and `offset`.

use axum::http::Uri;

use super::next_link::NextLink;
use crate::chat::OffsetPage;
use crate::http::Problem;
use crate::http::extract::offset;
pub use crate::http::paging::PageSize;

/// Entries of a list without `limit`, as old clients request it: nearly always all of it.
pub const WHOLE: i64 = 1_000;

/// A checked `limit` and `offset`.
#[derive(Debug, Clone, Copy)]
pub struct OffsetPaging {
    limit: i64,
    offset: i64,
}

impl OffsetPaging {
    /// Checks the parameters of a request.
    pub fn new(
        size: PageSize,
        limit: Option<i64>,
        given_offset: Option<i64>,
    ) -> Result<Self, Problem> {
        Ok(Self {
            limit: size.limit(limit)?,
            offset: offset(given_offset)?,
        })
    }

    /// The rows to query: one more than the page shows tells whether there is a next page.
    pub fn rows(&self) -> OffsetPage {
        OffsetPage {
            limit: self.limit + 1,
            offset: self.offset,
        }
    }

    /// The rows of the page, and where the list continues.
    pub fn cut<T>(&self, mut rows: Vec<T>, uri: &Uri) -> (Vec<T>, NextLink) {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if rows.len() <= shown {
            return (rows, NextLink::default());
        }
        rows.truncate(shown);
        let next = NextLink::to(uri, "offset", self.offset + self.limit);
        (rows, next)
    }
}

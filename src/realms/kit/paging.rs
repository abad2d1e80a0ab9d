//! Pages of a list by `limit` and `offset`.

use crate::chat::OffsetPage;
use crate::http::Problem;
use crate::http::extract::{in_range, offset};

/// Items of a page.
#[derive(Debug, Clone, Copy)]
pub struct PageSize {
    pub default: i64,
    pub max: i64,
}

impl PageSize {
    /// Checks a `limit`.
    pub fn limit(self, given: Option<i64>) -> Result<i64, Problem> {
        in_range(given, self.default, self.max)
    }

    /// Checks a `limit` and an `offset`.
    pub fn page(
        self,
        limit: Option<i64>,
        given_offset: Option<i64>,
    ) -> Result<OffsetPage, Problem> {
        Ok(OffsetPage {
            limit: self.limit(limit)?,
            offset: offset(given_offset)?,
        })
    }
}

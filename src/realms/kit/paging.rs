//! Pages of a list by `limit` and `offset`.

use crate::chat::OffsetPage;
use crate::http::Problem;
use crate::http::extract::offset;
pub use crate::http::paging::PageSize;

/// Checks a `limit` and an `offset`.
pub fn offset_page(
    size: PageSize,
    limit: Option<i64>,
    given_offset: Option<i64>,
) -> Result<OffsetPage, Problem> {
    Ok(OffsetPage {
        limit: size.limit(limit)?,
        offset: offset(given_offset)?,
    })
}

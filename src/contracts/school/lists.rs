//! Lists of the contract.

use crate::contracts::shared::paging::WHOLE;
use crate::http::paging::PageSize;

/// Lists by cursor.
pub(super) const PAGE: PageSize = PageSize {
    default: WHOLE,
    max: 500,
};

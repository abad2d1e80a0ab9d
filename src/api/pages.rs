//! Pages of lists: their sizes, and the query for one.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::paging::PageSize;

/// All lists.
pub(super) const PAGE: PageSize = PageSize {
    default: 50,
    max: 100,
};

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

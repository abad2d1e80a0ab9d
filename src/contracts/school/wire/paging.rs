//! Queries of lists.

use serde::Deserialize;
use utoipa::IntoParams;

/// A page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// The size of a page: 1 to 500. Without it up to 1,000.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

/// A page of a list, filtered by a search text.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Part of a name, at most 255 characters; case-insensitive. For users also an exact e-mail
    /// address.
    pub q: Option<String>,
    /// The size of a page: 1 to 500. Without it up to 1,000.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

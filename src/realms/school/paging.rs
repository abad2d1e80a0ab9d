//! Pages of a list by cursor. With offsets a list that grows meanwhile would repeat items.

use crate::domain::text;
use crate::http::extract::in_range;
use crate::http::{Code, Problem};

/// Longest search text, in characters.
const SEARCH_MAX: usize = 255;

/// A checked `limit` and `cursor`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paging {
    limit: i64,
    /// The key of the last item of the previous page.
    pub(super) after: Option<i64>,
}

impl Paging {
    const MAX: i64 = 500;

    pub(super) fn new(limit: Option<i64>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = in_range(limit, Self::MAX, Self::MAX)?;
        let after = cursor.map(parse_cursor).transpose()?;
        Ok(Self { limit, after })
    }

    /// The number of rows to query: one more than the page shows tells whether there is a next page.
    pub(super) fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// The encoded rows of the page, and the cursor of the next one.
    pub(super) fn cut<T, W>(
        &self,
        mut rows: Vec<T>,
        key: impl Fn(&T) -> i64,
        encode: impl Fn(T) -> W,
    ) -> (Vec<W>, Option<String>) {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows
            .last()
            .filter(|_| has_more)
            .map(|last| key(last).to_string());
        (rows.into_iter().map(encode).collect(), next)
    }
}

/// Checks an optional search text. An empty one counts as absent.
pub(super) fn search(text: Option<&str>) -> Result<Option<&str>, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text::check(text, SEARCH_MAX)
        .map_err(|error| Problem::bad_request(Code::InvalidQuery, format!("q {error}")))?;
    Ok(Some(text))
}

fn parse_cursor(cursor: &str) -> Result<i64, Problem> {
    let is_number = !cursor.is_empty() && cursor.bytes().all(|byte| byte.is_ascii_digit());
    cursor.parse().ok().filter(|_| is_number).ok_or_else(|| {
        Problem::bad_request(
            Code::InvalidCursor,
            "cursor must be the next_cursor of an earlier page",
        )
    })
}

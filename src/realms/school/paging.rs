//! Lists by cursor: never by offset, so a list that grows is neither skipped nor repeated.

use crate::domain::text;
use crate::http::extract::in_range;
use crate::http::{Code, Problem};

/// Checked `limit` and `cursor`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paging {
    limit: i64,
    /// Where the page before ended.
    pub(super) after: Option<i64>,
}

impl Paging {
    const MAX: i64 = 500;

    pub(super) fn new(limit: Option<i64>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = in_range(limit, Self::MAX, Self::MAX)?;
        let after = cursor.map(parse_cursor).transpose()?;
        Ok(Self { limit, after })
    }

    /// Rows to ask for: one more than shown tells whether there is a next page.
    pub(super) fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// The rows to show, and the cursor of the next page.
    pub(super) fn cut<T, W>(
        &self,
        mut rows: Vec<T>,
        key: impl Fn(&T) -> i64,
        show: impl Fn(T) -> W,
    ) -> (Vec<W>, Option<String>) {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows
            .last()
            .filter(|_| has_more)
            .map(|last| key(last).to_string());
        (rows.into_iter().map(show).collect(), next)
    }
}

/// A search text that may be left out, or empty.
pub(super) fn search(text: Option<&str>) -> Result<Option<&str>, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text::check(text, 255)
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

//! Pages of a list by cursor. With offsets a list that grows meanwhile would repeat items.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::chat::ReactionKey;
use crate::directory::SearchKey;
use crate::domain::{UserId, text};
use crate::http::code::Code;
use crate::http::extract::in_range;
use crate::http::problem::Problem;

/// Longest search text, in characters.
const SEARCH_MAX: usize = 255;

/// Items of a page: without a `limit`, and the largest `limit`.
#[derive(Debug, Clone, Copy)]
pub struct PageSize {
    pub default: i64,
    pub max: i64,
}

impl PageSize {
    /// Checks a `limit`. The default may be more than what a client may ask for.
    pub fn limit(self, given: Option<i64>) -> Result<i64, Problem> {
        match given {
            None => Ok(self.default),
            given => in_range(given, self.default, self.max),
        }
    }
}

/// A checked `limit` and `cursor`.
#[derive(Debug, Clone, Copy)]
pub struct Paging<K = i64> {
    limit: i64,
    /// The key of the last item of the previous page.
    pub after: Option<K>,
    /// What its cursors end with.
    filter: Option<FilterMark>,
}

/// Tells the cursors of a list with one filter from those with another.
type FilterMark = u32;

/// What a list is ordered by, as text in a cursor.
pub trait CursorKey: Sized {
    /// Reads it from a cursor.
    fn parse(cursor: &str) -> Option<Self>;
    /// The text of the cursor.
    fn format(&self) -> String;
}

impl<K: CursorKey> Paging<K> {
    /// Checks the parameters of a request.
    pub fn new(size: PageSize, limit: Option<i64>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = size.limit(limit)?;
        let parse = |cursor| K::parse(cursor).ok_or_else(invalid_cursor);
        let after = cursor.map(parse).transpose()?;
        Ok(Self {
            limit,
            after,
            filter: None,
        })
    }

    /// The same for a list with filters, to which its cursors are bound.
    pub fn filtered<'a>(
        size: PageSize,
        limit: Option<i64>,
        cursor: Option<&'a str>,
        filters: &[String],
    ) -> Result<Self, Problem> {
        let mark = filter_mark(filters);
        let ending = format!("~{mark:08x}");
        let key = |cursor: &'a str| cursor.strip_suffix(&ending).ok_or_else(invalid_cursor);
        let paging = Self::new(size, limit, cursor.map(key).transpose()?)?;
        Ok(Self {
            filter: Some(mark),
            ..paging
        })
    }

    /// The number of rows to query: one more than the page shows tells whether there is a next page.
    pub fn rows(&self) -> i64 {
        self.limit + 1
    }

    /// The encoded rows of the page, and the cursor of the next one.
    pub fn cut<T, W>(
        &self,
        mut rows: Vec<T>,
        key: impl Fn(&T) -> K,
        encode: impl Fn(T) -> W,
    ) -> (Vec<W>, Option<String>) {
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows
            .last()
            .filter(|_| has_more)
            .map(|last| self.cursor(&key(last)));
        (rows.into_iter().map(encode).collect(), next)
    }

    /// The cursor of what follows a key.
    pub fn cursor(&self, key: &K) -> String {
        let mut cursor = key.format();
        if let Some(mark) = self.filter {
            let _ = write!(cursor, "~{mark:08x}");
        }
        cursor
    }
}

/// The beginning of a hash of the filters.
fn filter_mark(filters: &[String]) -> FilterMark {
    let mut hash = Sha256::new();
    for filter in filters {
        hash.update(filter.len().to_be_bytes());
        hash.update(filter);
    }
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    FilterMark::from_be_bytes([a, b, c, d])
}

/// Checks an optional search text. An empty one counts as absent.
pub fn search(text: Option<&str>) -> Result<Option<&str>, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text::check(text, SEARCH_MAX).map_err(|error| {
        let detail = format!("q {error}");
        Problem::bad_request(Code::InvalidQuery, detail).in_parameter("q")
    })?;
    Ok(Some(text))
}

impl CursorKey for i64 {
    fn parse(cursor: &str) -> Option<Self> {
        let is_number = !cursor.is_empty() && cursor.bytes().all(|byte| byte.is_ascii_digit());
        cursor.parse().ok().filter(|_| is_number)
    }

    fn format(&self) -> String {
        self.to_string()
    }
}

impl CursorKey for Uuid {
    fn parse(cursor: &str) -> Option<Self> {
        cursor.parse().ok()
    }

    fn format(&self) -> String {
        self.to_string()
    }
}

impl CursorKey for SearchKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (name_from_match, user_id) = parse_text_and_user(cursor)?;
        Some(Self {
            name_from_match,
            user_id,
        })
    }

    fn format(&self) -> String {
        format_text_and_user(&self.name_from_match, self.user_id)
    }
}

impl CursorKey for ReactionKey {
    fn parse(cursor: &str) -> Option<Self> {
        let (emoji, user_id) = parse_text_and_user(cursor)?;
        Some(Self { emoji, user_id })
    }

    fn format(&self) -> String {
        format_text_and_user(&self.emoji, self.user_id)
    }
}

/// Reads `<user id>-<text in hexadecimal>`: a text may have characters that a URL may not.
fn parse_text_and_user(cursor: &str) -> Option<(String, UserId)> {
    let (user_id, hex) = cursor.split_once('-')?;
    let digits = hex.as_bytes();
    let bytes = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2);
        let is_hex = |pair: &&str| pair.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(pair.filter(is_hex)?, 16).ok()
    });
    let text = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
    let text = Some(text).filter(|text| !text.contains('\0'))?;
    Some((text, UserId(CursorKey::parse(user_id)?)))
}

fn format_text_and_user(text: &str, user_id: UserId) -> String {
    let mut cursor = format!("{}-", user_id.0);
    for byte in text.bytes() {
        let _ = write!(cursor, "{byte:02x}");
    }
    cursor
}

fn invalid_cursor() -> Problem {
    let detail = "cursor must be the next_cursor of an earlier page";
    Problem::bad_request(Code::InvalidCursor, detail).in_parameter("cursor")
}

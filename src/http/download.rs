//! Downloads of uploaded files: range requests (RFC 9110, section 14), and headers that keep a
//! browser from rendering a file as a page.

use std::fmt::Write as _;
use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;

/// An immutable file.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The file name for saving.
    pub name: &'a str,
    /// Its media type, detected from the content.
    pub mime: &'a str,
    /// In bytes.
    pub size: u64,
    /// The entity tag: visible ASCII without quotation marks.
    pub tag: &'a str,
    pub disposition: Disposition,
}

/// What a browser does with a file that it opens (RFC 6266).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// It saves the file.
    Attachment,
    /// It shows the file, without a page around it.
    Inline,
}

/// The part of a file that a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Representation {
    Whole,
    /// A byte range.
    Part(Range<u64>),
    /// Nothing: the client has this version (304).
    Nothing,
}

impl Representation {
    /// Reads the conditions and the range of a request. Multiple or unknown ranges count as none,
    /// as RFC 9110 allows.
    ///
    /// # Errors
    /// 416 if the file ends before the range begins.
    pub fn of(headers: &HeaderMap, file: &File<'_>) -> Result<Self, Problem> {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let tag = format!("\"{}\"", file.tag);
        // Weak comparison (RFC 9110, 13.1.2), because a compressing proxy makes tags weak.
        let matches = |list: &str| {
            list.split(',').map(str::trim).any(|one| {
                let one = one.strip_prefix("W/").unwrap_or(one);
                one == tag || one == "*"
            })
        };
        if text(header::IF_NONE_MATCH).is_some_and(matches) {
            return Ok(Self::Nothing);
        }
        let is_current = text(header::IF_RANGE).is_none_or(|condition| condition.trim() == tag);
        let range = text(header::RANGE)
            .filter(|_| is_current)
            .and_then(ByteRangeSpec::parse);
        match range {
            None => Ok(Self::Whole),
            Some(range) => range.within(file.size).map(Self::Part),
        }
    }

    /// The bytes to read.
    pub fn bytes(&self, file: &File<'_>) -> Range<u64> {
        match self {
            Self::Whole => 0..file.size,
            Self::Part(range) => range.clone(),
            Self::Nothing => 0..0,
        }
    }
}

/// The range of a `Range` header.
enum ByteRangeSpec {
    From(u64, Option<u64>),
    Last(u64),
}

impl ByteRangeSpec {
    fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse().unwrap_or(u64::MAX))
        };
        let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
        let (first, last) = (first.trim(), last.trim());
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(Self::From(first, Some(last))),
            (Some(first), None) if last.is_empty() => Some(Self::From(first, None)),
            (None, Some(count)) if first.is_empty() => Some(Self::Last(count)),
            _ => None,
        }
    }

    fn within(self, size: u64) -> Result<Range<u64>, Problem> {
        let range = match self {
            Self::From(first, last) => {
                first..last.map_or(size, |last| last.saturating_add(1).min(size))
            }
            Self::Last(count) => size.saturating_sub(count)..size,
        };
        if range.start < range.end {
            return Ok(range);
        }
        Err(Problem::range_not_satisfiable(size))
    }
}

/// The response with these bytes. Its headers make a browser do with the file what its
/// disposition says, not guess its type, and run nothing if the user opens it.
pub fn answer(file: &File<'_>, part: &Representation, body: Body) -> Response {
    let (status, body) = match part {
        Representation::Whole => (StatusCode::OK, body),
        Representation::Part(_) => (StatusCode::PARTIAL_CONTENT, body),
        Representation::Nothing => (StatusCode::NOT_MODIFIED, Body::empty()),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::ETAG, &format!("\"{}\"", file.tag));
    // The browser must ask again each time, because permissions can change.
    set(header::CACHE_CONTROL, "private, no-cache");
    if *part == Representation::Nothing {
        return response;
    }
    set(header::CONTENT_TYPE, file.mime);
    set(header::CONTENT_DISPOSITION, &disposition(file));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(
        header::CONTENT_SECURITY_POLICY,
        "sandbox; default-src 'none'",
    );
    set(header::ACCEPT_RANGES, "bytes");
    let range = part.bytes(file);
    set(
        header::CONTENT_LENGTH,
        &(range.end - range.start).to_string(),
    );
    if let Representation::Part(range) = part {
        let (first, last) = (range.start, range.end - 1);
        set(
            header::CONTENT_RANGE,
            &format!("bytes {first}-{last}/{}", file.size),
        );
    }
    response
}

/// The redirect to a URL that is for this request only.
pub fn redirect(url: &str) -> Response {
    let headers = [
        (header::LOCATION, url),
        (header::CACHE_CONTROL, "private, no-store"),
        // The page that shows the file does not concern the storage.
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::FOUND, headers).into_response()
}

/// RFC 6266: an ASCII name for old clients, and the exact name.
pub fn disposition(file: &File<'_>) -> String {
    let name = file.name;
    let disposition = match file.disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    let ascii: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    let mut text = format!("{disposition}; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Code;

    const FILE: File<'_> = File {
        name: "отчёт 1.pdf",
        mime: "application/pdf",
        size: 1000,
        tag: "t1",
        disposition: Disposition::Attachment,
    };

    fn represented(lines: &[(header::HeaderName, &str)]) -> Result<Representation, Problem> {
        let pairs = lines
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()));
        Representation::of(&pairs.collect(), &FILE)
    }

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        for (asked, expected) in [
            ("bytes=0-499", Representation::Part(0..500)),
            ("bytes=500-", Representation::Part(500..1000)),
            ("bytes=-100", Representation::Part(900..1000)),
            ("bytes=-5000", Representation::Part(0..1000)),
            ("bytes=990-5000", Representation::Part(990..1000)),
            ("bytes=0-0", Representation::Part(0..1)),
            ("bytes=0-1,5-6", Representation::Whole),
            ("bytes=5-2", Representation::Whole),
            ("bytes=a-b", Representation::Whole),
            ("lines=1-2", Representation::Whole),
        ] {
            assert_eq!(
                represented(&[(header::RANGE, asked)]).unwrap(),
                expected,
                "{asked}"
            );
        }
        for beyond in [
            "bytes=1000-",
            "bytes=1000-2000",
            "bytes=-0",
            "bytes=99999999999999999999-",
        ] {
            let refused = represented(&[(header::RANGE, beyond)]).unwrap_err();
            assert_eq!(refused.code(), Code::RangeNotSatisfiable, "{beyond}");
        }
    }

    #[test]
    fn conditional_requests_are_supported() {
        let range = (header::RANGE, "bytes=0-1");
        let part = represented(&[range.clone(), (header::IF_RANGE, "\"t1\"")]).unwrap();
        assert_eq!(part, Representation::Part(0..2));
        assert_eq!(
            represented(&[range, (header::IF_RANGE, "\"t0\"")]).unwrap(),
            Representation::Whole
        );
        for known in ["\"t0\", \"t1\"", "W/\"t1\"", "*"] {
            let known = represented(&[(header::IF_NONE_MATCH, known)]).unwrap();
            assert_eq!(known, Representation::Nothing);
        }
    }

    #[test]
    fn names_are_quoted_for_old_and_new_clients() {
        let file = File {
            name: "ё \"1\".pdf",
            ..FILE
        };
        assert_eq!(
            disposition(&file),
            "attachment; filename=\"_ _1_.pdf\"; filename*=UTF-8''%D1%91%20%221%22.pdf"
        );
    }
}

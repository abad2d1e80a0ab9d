//! `Link: <…>; rel="next"` (RFC 8288): where a list continues.

use std::convert::Infallible;
use std::fmt::{Display, Write as _};

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponseParts, ResponseParts};

/// Parameters that say where a page begins, of which the next page has another one.
const CURSOR_PARAMETERS: [&str; 5] = ["offset", "before", "before_id", "after_id", "cursor"];

/// The address of the next page of a list, if there is one.
#[derive(Debug, Default)]
pub struct NextLink(Option<HeaderValue>);

impl NextLink {
    /// The request's own address with another cursor of the list.
    pub fn to(uri: &Uri, parameter: &str, value: impl Display) -> Self {
        debug_assert!(CURSOR_PARAMETERS.contains(&parameter), "{parameter}");
        let mut link = format!("<{}?", uri.path());
        let is_kept = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            !name.is_empty() && !CURSOR_PARAMETERS.contains(&name)
        };
        for pair in uri.query().unwrap_or_default().split('&').filter(is_kept) {
            let _ = write!(link, "{pair}&");
        }
        let _ = write!(link, "{parameter}={value}>; rel=\"next\"");
        Self(HeaderValue::from_str(&link).ok())
    }

    /// The request's own address with the cursor of the next page, if there is one.
    pub fn at_cursor(uri: &Uri, cursor: Option<&str>) -> Self {
        cursor.map_or_else(Self::default, |cursor| Self::to(uri, "cursor", cursor))
    }
}

impl IntoResponseParts for NextLink {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        if let Some(link) = self.0 {
            parts.headers_mut().insert(header::LINK, link);
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_has_the_other_parameters_of_this_one() {
        for (uri, expected) in [
            ("/a/b", "</a/b?offset=7>; rel=\"next\""),
            (
                "/a?limit=5&offset=2&q=%D1%8F",
                "</a?limit=5&q=%D1%8F&offset=7>; rel=\"next\"",
            ),
            ("/a?before_id=9&cursor=", "</a?offset=7>; rel=\"next\""),
        ] {
            let link = NextLink::to(&uri.parse().unwrap(), "offset", 7);
            assert_eq!(link.0.unwrap(), expected, "{uri}");
        }
    }
}

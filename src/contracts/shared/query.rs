//! Parameters of a query, as clients of the old stacks write them.

use std::borrow::Cow;
use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};

use crate::http::{Problem, extract};

/// Parameters that page a list.
const PAGING: [&str; 6] = [
    "limit",
    "offset",
    "before",
    "before_id",
    "after_id",
    "cursor",
];
/// What a client writes that has no value: JavaScript makes texts of `undefined` and `null`.
const ABSENT: [&str; 3] = ["", "undefined", "null"];

/// The query of a request. A paging parameter that is empty, `undefined` or `null` counts as absent.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let extract::Query(query) = extract::Query::of(&present(&parts.uri))?;
        Ok(Self(query))
    }
}

/// An address without its absent paging parameters.
fn present(uri: &Uri) -> Cow<'_, Uri> {
    let query = uri.query().unwrap_or_default();
    if !query.split('&').any(is_absent) {
        return Cow::Borrowed(uri);
    }
    let present: Vec<&str> = query.split('&').filter(|pair| !is_absent(pair)).collect();
    let reduced = format!("{}?{}", uri.path(), present.join("&"));
    reduced
        .parse()
        .map_or(Cow::Borrowed(uri), Cow::<Uri>::Owned)
}

fn is_absent(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    PAGING.contains(&name) && ABSENT.contains(&value)
}

/// Whether a parameter of a list is set, in the spellings of Python's stack.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    struct Flag;

    impl Visitor<'_> for Flag {
        type Value = bool;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a boolean")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<bool, E> {
            match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" | "on" | "t" | "y" => Ok(true),
                "false" | "0" | "no" | "off" | "f" | "n" => Ok(false),
                _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
            }
        }
    }

    deserializer.deserialize_str(Flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_paging_parameters_are_left_out() {
        for (query, expected) in [
            ("limit=10&before_id=undefined", "limit=10"),
            ("before_id=null&limit=&offset=0&cursor", "offset=0"),
            ("before_id=7&q=null&q=", "before_id=7&q=null&q="),
            ("limit=null", ""),
        ] {
            let uri: Uri = format!("/x?{query}").parse().unwrap();
            assert_eq!(present(&uri).query(), Some(expected), "{query}");
        }
    }
}

//! Says in plain words why input could not be read, without the words of libraries and of Rust.

use std::fmt;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use serde::Deserialize;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::http::code::Code;
use crate::http::problem::Problem;
use crate::http::refused_part::Place;

/// Why a part of a request was refused: which one, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    words: String,
    /// The part, where it is known.
    place: Option<Place>,
    /// Whether the part is a field that the operation does not have.
    is_unknown: bool,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Unreadable {
    fn whole(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            place: None,
            is_unknown: false,
        }
    }

    /// What is no object, where one is expected.
    pub(super) fn not_an_object() -> Self {
        Self::whole("must be a JSON object")
    }

    /// Why this JSON is no `T`: `error` says it in the words of a library.
    pub(super) fn json<'a, T: Deserialize<'a>>(json: &'a [u8], error: &serde_json::Error) -> Self {
        if error.classify() != Category::Data {
            // The parser calls a `null` in place of a name from a list malformed, too.
            if let Ok(value) = serde_json::from_slice::<serde_json::Value>(json)
                && let Err(error) = serde_path_to_error::deserialize::<_, T>(value)
            {
                return Self::at(error.path(), &error.inner().to_string());
            }
            let (line, column) = (error.line(), error.column());
            return Self::whole(format!("not valid JSON: line {line}, column {column}"));
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Ok(_) => Self::whole("not valid JSON: more follows its end"),
            Err(error) => Self::at(error.path(), &error.inner().to_string()),
        }
    }

    /// Why this value is no `T`.
    pub(super) fn value<T: for<'a> Deserialize<'a>>(value: &serde_json::Value) -> Self {
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(_) => Self::not_an_object(),
            Err(error) => Self::at(error.path(), &error.inner().to_string()),
        }
    }

    /// Why the parameters of a query were refused.
    pub(super) fn query(message: &str) -> Self {
        let message = message.rsplit("query string: ").next().unwrap_or_default();
        let (name, reason) = match message.split_once(": ") {
            Some((name, reason)) if name.chars().all(is_of_a_name) => (name, reason),
            _ => (quoted_name(message), message),
        };
        Self {
            place: Some(name.to_owned())
                .filter(|name| !name.is_empty())
                .map(Place::Parameter),
            ..Self::whole(in_words(name, reason))
        }
    }

    /// Why the parameters of a path were refused.
    pub(super) fn path(rejection: &PathRejection) -> Self {
        let PathRejection::FailedToDeserializePathParams(error) = rejection else {
            return Self::whole("the path is not valid");
        };
        Self::whole(match error.kind() {
            ErrorKind::ParseErrorAtKey {
                key, expected_type, ..
            } => format!("`{key}` must be {}", kind_in_words(expected_type)),
            ErrorKind::DeserializeError { key, .. } => format!("`{key}` is not valid"),
            ErrorKind::InvalidUtf8InPathParam { key } => format!("`{key}` is not UTF-8"),
            ErrorKind::ParseError { expected_type, .. } => {
                format!("the path must have {}", kind_in_words(expected_type))
            }
            _ => "the path is not valid".to_owned(),
        })
    }

    fn at(path: &Path, message: &str) -> Self {
        let mut place = Place::body();
        let mut last = None;
        for segment in path {
            let name = match segment {
                Segment::Seq { index } => index.to_string(),
                Segment::Map { key } => key.clone(),
                // Nothing is known of what is within an item that may have several forms.
                Segment::Enum { .. } | Segment::Unknown => break,
            };
            place = place.inner(&name);
            last = Some(name);
        }
        let named = is_about_a_name(message).then(|| quoted_name(message));
        if let Some(name) = named.filter(|name| last.as_deref() != Some(name)) {
            place = place.inner(name);
        }
        let is_whole = place == Place::body();
        Self {
            place: Some(place).filter(|_| !is_whole),
            is_unknown: message.starts_with("unknown field"),
            ..Self::whole(in_words(&path.to_string(), message))
        }
    }

    /// The same of an item of a list.
    pub(super) fn of_item(self, number: usize) -> Self {
        let item = Place::body().inner(&number);
        Self {
            words: format!("item {number}: {self}"),
            place: Some(match self.place {
                Some(place) => place.within(&item),
                None => item,
            }),
            ..self
        }
    }

    /// 400, with this code unless the field is unknown.
    pub(super) fn into_problem(self, code: Code) -> Problem {
        let code = if self.is_unknown {
            Code::UnknownField
        } else {
            code
        };
        let problem = Problem::bad_request(code, self.words);
        match self.place {
            Some(place) => problem.at(place),
            None => problem,
        }
    }
}

/// Whether the message names a field, and not what the value of one must be.
fn is_about_a_name(message: &str) -> bool {
    ["missing field", "duplicate field", "unknown field"]
        .iter()
        .any(|kind| message.starts_with(kind))
}

/// The first name in backticks.
fn quoted_name(message: &str) -> &str {
    message.split('`').nth(1).unwrap_or_default()
}

/// What is refused of a path in the JSON, or of a parameter.
fn in_words(path: &str, message: &str) -> String {
    // The path of an item that may have several forms ends so.
    let path = path.trim_end_matches('?').trim_end_matches('.');
    let name = quoted_name(message);
    let quoted = if path.is_empty() || path.ends_with(name) {
        format!("`{name}`")
    } else {
        format!("`{path}.{name}`")
    };
    if message.starts_with("missing field") {
        format!("{quoted} is missing")
    } else if message.starts_with("duplicate field") {
        format!("{quoted} is given twice")
    } else if message.starts_with("unknown field") {
        format!("{quoted} is not known")
    } else if path.is_empty() {
        requirement(message)
    } else {
        format!("`{path}` {}", requirement(message))
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_.[]".contains(character)
}

/// What a value must be.
fn requirement(message: &str) -> String {
    if message.starts_with("unknown variant") {
        let named = message.split('`').skip(3).step_by(2);
        let named: Vec<&str> = named.collect();
        return format!("must be one of {}", named.join(", "));
    }
    if message.contains("UUID") || message.contains("uuid") {
        return "must be a UUID".to_owned();
    }
    if let Some((_, expected)) = message.rsplit_once("expected ") {
        // The offset in the text, which the path tells.
        let expected = expected.split(" at line ").next().unwrap_or(expected);
        return format!("must be {}", kind_in_words(expected));
    }
    if message.contains("digit") || message.contains("integer") || message.contains("number too") {
        return "must be a whole number in range".to_owned();
    }
    if message.contains("`true` or `false`") {
        return "must be true or false".to_owned();
    }
    "has another form than documented".to_owned()
}

/// The name of a type, of Rust or of `serde`, in plain words.
fn kind_in_words(kind: &str) -> &'static str {
    let kind = kind
        .trim()
        .trim_start_matches("an ")
        .trim_start_matches("a ");
    match kind {
        "i8" | "i16" | "i32" | "i64" | "isize" | "integer" => "a whole number in range",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number in range, not negative",
        "f32" | "f64" | "float" => "a number",
        "bool" | "boolean" => "true or false",
        "string" | "borrowed string" | "str" | "String" | "character" => "a string",
        "unit" => "null",
        "time" => "a time like 2026-11-25T20:15:00Z",
        _ if kind.contains("UUID") || kind.ends_with("Uuid") => "a UUID",
        _ if kind.contains("sequence") || kind.contains("array") || kind.contains("tuple") => {
            "a list"
        }
        _ if kind.starts_with("struct") || kind.contains("map") || kind.contains("enum") => {
            "an object"
        }
        _ => "as documented",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use uuid::Uuid;

    use super::*;
    use crate::http::json::from_object_slice;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        One,
        Two,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only refusals are read")]
    struct Inner {
        number: u8,
        flag: Option<bool>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only refusals are read")]
    struct Outer {
        name: String,
        list: Option<Vec<Inner>>,
        choice: Option<Choice>,
        id: Option<Uuid>,
        #[serde(default, deserialize_with = "crate::domain::time::given_or_null")]
        at: Option<jiff::Timestamp>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only refusals are read")]
    struct Strict {
        list: Vec<StrictItem>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only refusals are read")]
    struct StrictItem {
        name: String,
    }

    #[test]
    fn refusals_have_the_place_and_unknown_fields_their_code() {
        for (json, code, pointer) in [
            (r#"{"list":[],"x/y":1}"#, "unknown_field", "/x~1y"),
            (r#"{"list":[{"nam":""}]}"#, "unknown_field", "/list/0/nam"),
            (r#"{"list":[{"name":7}]}"#, "invalid_body", "/list/0/name"),
            (r#"{"list":[{}]}"#, "invalid_body", "/list/0/name"),
            ("{}", "invalid_body", "/list"),
        ] {
            let refused = from_object_slice::<Strict>(json.as_bytes()).expect_err(json);
            let problem = refused.into_problem(Code::InvalidBody);
            let problem = serde_json::to_value(&problem).unwrap();
            assert_eq!(problem["code"], code, "{json}");
            assert_eq!(problem["errors"][0]["code"], code, "{json}");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{json}");
        }
    }

    fn refusal(json: &str) -> String {
        let refused = from_object_slice::<Outer>(json.as_bytes());
        refused.expect_err(json).to_string()
    }

    #[test]
    fn refusals_name_the_field_and_what_it_must_be() {
        for (json, expected) in [
            ("{}", "`name` is missing"),
            (r#"{"name":1.5}"#, "`name` must be a string"),
            (r#"{"name":null}"#, "`name` must be a string"),
            (r#"{"name":"a","name":"b"}"#, "`name` is given twice"),
            (r#"{"name":"a","list":{}}"#, "`list` must be a list"),
            (
                r#"{"name":"a","list":[{"number":1},{"number":1.5}]}"#,
                "`list[1].number` must be a whole number in range, not negative",
            ),
            (
                r#"{"name":"a","list":[{"number":256}]}"#,
                "`list[0].number` must be a whole number in range, not negative",
            ),
            (r#"{"name":"a","list":[{}]}"#, "`list[0].number` is missing"),
            (r#"{"name":"a","list":[7]}"#, "`list[0]` must be an object"),
            (
                r#"{"name":"a","list":[{"number":1,"flag":"yes"}]}"#,
                "`list[0].flag` must be true or false",
            ),
            (
                r#"{"name":"a","choice":"three"}"#,
                "`choice` must be one of one, two",
            ),
            (r#"{"name":"a","id":"x"}"#, "`id` must be a UUID"),
            (
                r#"{"name":"a","at":"yesterday"}"#,
                "`at` must be a time like 2026-11-25T20:15:00Z",
            ),
            (r#"{"name":"a""#, "not valid JSON: line 1, column 11"),
            (r#"["a"]"#, "must be a JSON object"),
            ("7", "must be an object"),
        ] {
            assert_eq!(refusal(json), expected, "{json}");
        }
        let value: Value = serde_json::json!({ "number": "1" });
        let refused = Unreadable::value::<Inner>(&value).to_string();
        assert_eq!(
            refused,
            "`number` must be a whole number in range, not negative"
        );
    }

    #[test]
    fn refusals_of_queries_name_the_parameter() {
        let begin = "Failed to deserialize query string: ";
        for (message, expected) in [
            (
                "limit: invalid digit found in string",
                "`limit` must be a whole number in range",
            ),
            ("missing field `q`", "`q` is missing"),
            (
                "has: unknown variant `x`, expected `image` or `file`",
                "`has` must be one of image, file",
            ),
        ] {
            let refused = Unreadable::query(&format!("{begin}{message}"));
            assert_eq!(refused.to_string(), expected);
        }
    }
}

//! Says in plain words why input could not be read, without the words of libraries and of Rust.

use std::fmt;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use serde::Deserialize;
use serde_json::error::Category;

/// Why JSON was refused: which field, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Unreadable {
    /// What is no object, where one is expected.
    pub(super) fn not_an_object() -> Self {
        Self("must be a JSON object".to_owned())
    }

    /// Why this JSON is no `T`: `error` says it in the words of a library.
    pub(super) fn json<'a, T: Deserialize<'a>>(json: &'a [u8], error: &serde_json::Error) -> Self {
        if error.classify() != Category::Data {
            let (line, column) = (error.line(), error.column());
            return Self(format!("not valid JSON: line {line}, column {column}"));
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Ok(_) => Self("not valid JSON: more follows its end".to_owned()),
            Err(error) => Self::at(&error.path().to_string(), &error.inner().to_string()),
        }
    }

    /// Why this value is no `T`.
    pub(super) fn value<T: for<'a> Deserialize<'a>>(value: &serde_json::Value) -> Self {
        match serde_path_to_error::deserialize::<_, T>(value) {
            Ok(_) => Self::not_an_object(),
            Err(error) => Self::at(&error.path().to_string(), &error.inner().to_string()),
        }
    }

    /// Why the parameters of a query were refused.
    pub(super) fn query(message: &str) -> Self {
        let message = message.rsplit("query string: ").next().unwrap_or_default();
        match message.split_once(": ") {
            Some((name, reason)) if name.chars().all(is_of_a_name) => Self::at(name, reason),
            _ => Self::at("", message),
        }
    }

    /// Why the parameters of a path were refused.
    pub(super) fn path(rejection: &PathRejection) -> Self {
        let PathRejection::FailedToDeserializePathParams(error) = rejection else {
            return Self("the path is not valid".to_owned());
        };
        Self(match error.kind() {
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

    fn at(path: &str, message: &str) -> Self {
        // Nothing is known of what is within an item that may have several forms.
        let path = path.trim_end_matches('?').trim_end_matches('.');
        let quoted = |name: &str| {
            let parent = if path.is_empty() || path.ends_with(name) {
                String::new()
            } else {
                format!("{path}.")
            };
            format!("`{parent}{name}`")
        };
        let name = message.split('`').nth(1).unwrap_or_default();
        Self(if message.starts_with("missing field") {
            format!("{} is missing", quoted(name))
        } else if message.starts_with("duplicate field") {
            format!("{} is given twice", quoted(name))
        } else if message.starts_with("unknown field") {
            format!("{} is not known", quoted(name))
        } else {
            let subject = if path.is_empty() {
                String::new()
            } else {
                format!("`{path}` ")
            };
            format!("{subject}{}", requirement(message))
        })
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

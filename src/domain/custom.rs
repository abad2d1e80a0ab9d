//! Custom data: what an application keeps with a chat or a message. The server stores them and does not read them.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Map, Value};

/// An object of the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Custom(Map<String, Value>);

/// Why custom data were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCustom {
    /// As compact JSON, in which each number has all its digits.
    #[error("must be at most {} bytes of JSON", Custom::MAX_BYTES)]
    TooLarge,
    /// Parsers of JSON refuse what is nested deeply.
    #[error("must be nested at most {} deep", Custom::MAX_DEPTH)]
    TooDeep,
    /// Parsers of JSON keep numbers in 64 bits.
    #[error("must have no number beyond 1e300")]
    Number,
    /// U+0000, which Postgres cannot store.
    #[error("must not contain the character U+0000")]
    Nul,
}

impl Custom {
    /// The longest.
    pub const MAX_BYTES: usize = 4 * 1024;
    /// The most objects and lists within each other.
    pub const MAX_DEPTH: usize = 32;

    /// Checks an object.
    ///
    /// # Errors
    /// [`InvalidCustom`].
    pub fn new(object: BTreeMap<String, Value>) -> Result<Self, InvalidCustom> {
        Self::checked(object.into_iter().collect())
    }

    fn checked(object: Map<String, Value>) -> Result<Self, InvalidCustom> {
        check_fields(&object, Self::MAX_DEPTH)?;
        let custom = Self(object);
        if custom.bytes() > Self::MAX_BYTES {
            return Err(InvalidCustom::TooLarge);
        }
        Ok(custom)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length as compact JSON, in which each number has all its digits, as the database stores it.
    pub fn bytes(&self) -> usize {
        if self.is_empty() {
            return "{}".len();
        }
        let mut json = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut json, AllDigits);
        let written = self.0.serialize(&mut serializer);
        written.expect("an object of JSON can be written to memory");
        json.len()
    }

    /// The data after a merge patch (RFC 7396); `None` removes all.
    ///
    /// # Errors
    /// [`InvalidCustom`].
    pub fn patched(self, patch: Option<Self>) -> Result<Self, InvalidCustom> {
        let Some(Self(patch)) = patch else {
            return Ok(Self::default());
        };
        let Self(mut object) = self;
        merge(&mut object, patch);
        Self::checked(object)
    }
}

impl From<Custom> for BTreeMap<String, Value> {
    fn from(Custom(object): Custom) -> Self {
        object.into_iter().collect()
    }
}

/// RFC 7396: null removes a field, an object changes those fields that it has, and anything else replaces.
fn merge(object: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match value {
            Value::Null => {
                object.remove(&name);
            }
            Value::Object(patch) => {
                let field = object.entry(name).or_insert(Value::Null);
                if !field.is_object() {
                    *field = Value::Object(Map::new());
                }
                if let Value::Object(field) = field {
                    merge(field, patch);
                }
            }
            value => {
                object.insert(name, value);
            }
        }
    }
}

fn check_fields(object: &Map<String, Value>, depth: usize) -> Result<(), InvalidCustom> {
    let depth = depth.checked_sub(1).ok_or(InvalidCustom::TooDeep)?;
    object.iter().try_for_each(|(name, value)| {
        check_text(name)?;
        check(value, depth)
    })
}

/// Checks a value that may be nested so deep.
fn check(value: &Value, depth: usize) -> Result<(), InvalidCustom> {
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::Number(number) => match number.as_f64() {
            Some(number) if number.abs() <= 1e300 => Ok(()),
            _ => Err(InvalidCustom::Number),
        },
        Value::String(text) => check_text(text),
        Value::Array(items) => {
            let depth = depth.checked_sub(1).ok_or(InvalidCustom::TooDeep)?;
            items.iter().try_for_each(|item| check(item, depth))
        }
        Value::Object(object) => check_fields(object, depth),
    }
}

fn check_text(text: &str) -> Result<(), InvalidCustom> {
    if text.contains('\0') {
        Err(InvalidCustom::Nul)
    } else {
        Ok(())
    }
}

/// Writes compact JSON without exponents: the database keeps all digits of a number.
struct AllDigits;

impl Formatter for AllDigits {
    fn write_f64<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let fraction = if value.fract() == 0.0 { ".0" } else { "" };
        write!(writer, "{value}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> BTreeMap<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    fn custom(value: Value) -> Result<Custom, InvalidCustom> {
        Custom::new(object(value))
    }

    #[test]
    fn length_is_that_of_compact_json_with_all_digits() {
        for (value, bytes) in [
            (json!({}), 2),
            (
                json!({ "a": [1, null, "ё\n"] }),
                r#"{"a":[1,null,"ё\n"]}"#.len(),
            ),
            (json!({ "a": 1.0 }), 9),
            (json!({ "a": 1e20 }), 6 + 21 + 2),
            (json!({ "a": -0.5 }), 10),
        ] {
            assert_eq!(custom(value.clone()).unwrap().bytes(), bytes, "{value}");
        }
        let text = |length: usize| json!({ "a": "x".repeat(length) });
        assert!(custom(text(Custom::MAX_BYTES - 8)).is_ok());
        for value in [text(Custom::MAX_BYTES - 7), json!({ "a": vec![1e300; 14] })] {
            assert_eq!(custom(value), Err(InvalidCustom::TooLarge));
        }
    }

    #[test]
    fn what_cannot_be_stored_or_read_is_refused() {
        let nested = |depth: usize| {
            let lists = format!("{}{}", "[".repeat(depth - 1), "]".repeat(depth - 1));
            let nested: Value = serde_json::from_str(&format!("{{\"a\":{lists}}}")).unwrap();
            nested
        };
        assert!(custom(nested(Custom::MAX_DEPTH)).is_ok());
        for (value, expected) in [
            (nested(Custom::MAX_DEPTH + 1), InvalidCustom::TooDeep),
            (json!({ "a": [-1e301] }), InvalidCustom::Number),
            (json!({ "a": { "b": "\0" } }), InvalidCustom::Nul),
            (json!({ "\0": 1 }), InvalidCustom::Nul),
        ] {
            assert_eq!(custom(value), Err(expected));
        }
    }

    #[test]
    fn merge_patch_changes_as_rfc_7396_says() {
        for (before, patch, after) in [
            (
                json!({ "a": 1 }),
                json!({ "b": 2 }),
                json!({ "a": 1, "b": 2 }),
            ),
            (
                json!({ "a": 1, "b": 2 }),
                json!({ "a": null }),
                json!({ "b": 2 }),
            ),
            (
                json!({ "a": { "b": 1, "c": 2 } }),
                json!({ "a": { "c": null, "d": [null] } }),
                json!({ "a": { "b": 1, "d": [null] } }),
            ),
            (
                json!({ "a": [1] }),
                json!({ "a": { "b": null } }),
                json!({ "a": {} }),
            ),
            (json!({ "a": 1 }), json!({}), json!({ "a": 1 })),
        ] {
            let patched = custom(before)
                .unwrap()
                .patched(Some(custom(patch).unwrap()));
            assert_eq!(patched, custom(after));
        }
        let some = custom(json!({ "a": 1 })).unwrap();
        assert_eq!(some.patched(None), Ok(Custom::default()));
        let half = |name: &str| custom(json!({ name: "x".repeat(3_000) })).unwrap();
        let both = half("a").patched(Some(half("b")));
        assert_eq!(both, Err(InvalidCustom::TooLarge));
    }
}

//! Parses JSON (RFC 8259) of clients.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::http::plain_words::Unreadable;

/// Parses an object. Rejects arrays, whose elements serde would take for the struct's fields in
/// their order of declaration.
///
/// # Errors
/// If it is not JSON, or not the expected object.
pub fn from_object_slice<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, Unreadable> {
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(Unreadable::not_an_object());
    }
    serde_json::from_slice(json).map_err(|error| Unreadable::json::<T>(json, &error))
}

/// The same of JSON that was parsed.
///
/// # Errors
/// If it is not the expected object.
pub fn from_object<T: DeserializeOwned>(value: &Value) -> Result<T, Unreadable> {
    if value.is_array() {
        return Err(Unreadable::not_an_object());
    }
    T::deserialize(value).map_err(|_| Unreadable::value::<T>(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        name: String,
    }

    #[test]
    fn fields_have_their_names() {
        let named = from_object_slice::<Named>(br#" {"name": "x"}"#).unwrap();
        assert_eq!(named.name, "x");
        for other in [r#"["x"]"#, " \n[\"x\"]", "null", "\"x\"", "", "{"] {
            assert!(
                from_object_slice::<Named>(other.as_bytes()).is_err(),
                "{other}"
            );
        }
    }
}

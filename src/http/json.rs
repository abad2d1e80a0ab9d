//! Parses JSON (RFC 8259) of clients.

use serde::Deserialize;
use serde::de::Error as _;

/// Parses an object. Rejects arrays, whose elements serde would take for the struct's fields in
/// their order of declaration.
///
/// # Errors
/// If it is not JSON, or not the expected object.
pub fn from_object_slice<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, serde_json::Error> {
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(serde_json::Error::custom(
            "an array, where an object is expected",
        ));
    }
    serde_json::from_slice(json)
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

//! Ids that clients write as numbers or as decimal strings.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// An id of a body or a frame: a whole number, or its decimal digits as a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WireId(pub i64);

impl<'de> Deserialize<'de> for WireId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = WireId;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer")
    }

    fn visit_i64<E: de::Error>(self, id: i64) -> Result<WireId, E> {
        Ok(WireId(id))
    }

    fn visit_u64<E: de::Error>(self, id: u64) -> Result<WireId, E> {
        let signed = i64::try_from(id);
        let id = signed.map_err(|_| E::invalid_value(de::Unexpected::Unsigned(id), &self))?;
        Ok(WireId(id))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<WireId, E> {
        let is_decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|_| is_decimal);
        id.map(WireId)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// An id as a field.
pub fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    WireId::deserialize(deserializer).map(|id| id.0)
}

/// An id that may be null.
pub fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let id = Option::<WireId>::deserialize(deserializer)?;
    Ok(id.map(|id| id.0))
}

/// A list of ids.
pub fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
    let ids = Vec::<WireId>::deserialize(deserializer)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// A list of ids that may be null.
pub fn optional_ids<'de, D>(deserializer: D) -> Result<Option<Vec<i64>>, D::Error>
where
    D: Deserializer<'de>,
{
    let ids = Option::<Vec<WireId>>::deserialize(deserializer)?;
    Ok(ids.map(|ids| ids.into_iter().map(|id| id.0).collect()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_are_numbers_or_their_digits() {
        for value in [json!(17), json!("17"), json!("017")] {
            let id = WireId::deserialize(&value).unwrap();
            assert_eq!(id, WireId(17), "{value}");
        }
        for value in [
            json!(""),
            json!("-1"),
            json!("1.0"),
            json!(1.5),
            json!("9223372036854775808"),
            json!(9_223_372_036_854_775_808_u64),
            json!(null),
            json!([17]),
        ] {
            assert!(WireId::deserialize(&value).is_err(), "{value}");
        }
    }
}

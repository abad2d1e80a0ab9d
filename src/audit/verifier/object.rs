//! A JSON object as Postgres prints `jsonb`, cut into its fields. The text of each value stays as it is, so
//! that an object without some of its fields is printed exactly as Postgres prints it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// How deep values may be nested in one whose nulls are removed. No honest payload comes near.
const MAX_DEPTH: u32 = 32;

/// The fields in the order of Postgres: short names first, then by their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::audit) struct Object<'a>(Vec<(String, Cow<'a, str>)>);

impl<'a> Object<'a> {
    /// `None` if it is no object.
    pub(in crate::audit) fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The text of a value.
    pub(in crate::audit) fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(own, _)| own == name);
        field.map(|(_, value)| value.as_ref())
    }

    pub(in crate::audit) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    /// Sets a value, also where there is one.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Cow<'a, str>>) {
        self.remove(name);
        let order = |name: &str| (name.len(), name.as_bytes().to_vec());
        let index = self.0.partition_point(|(own, _)| order(own) < order(name));
        self.0.insert(index, (name.to_owned(), value.into()));
    }
}

impl fmt::Display for Object<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("{")?;
        for (index, (name, value)) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            let name = serde_json::to_string(name).map_err(|_| fmt::Error)?;
            write!(formatter, "{comma}{name}: {value}")?;
        }
        formatter.write_str("}")
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    fields.push((name, Cow::Borrowed(value.get())));
                }
                Ok(Object(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// The value as `->>` gives it: a string without its quotes, nothing for null.
pub(super) fn as_text(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        b'n' => None,
        b'"' => serde_json::from_str::<String>(value).ok().map(Cow::Owned),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// The value without fields that are null, at any depth, as `jsonb_strip_nulls()` returns it.
pub(super) fn without_nulls(value: &str) -> Cow<'_, str> {
    strip(value, MAX_DEPTH)
}

fn strip(value: &str, depth: u32) -> Cow<'_, str> {
    if depth == 0 {
        return Cow::Borrowed(value);
    }
    if let Some(object) = Object::read(value) {
        let fields = object.0.into_iter().filter(|(_, value)| value != "null");
        let fields =
            fields.map(|(name, value)| (name, strip(&value, depth - 1).into_owned().into()));
        return Cow::Owned(Object(fields.collect()).to_string());
    }
    match serde_json::from_str::<Vec<&RawValue>>(value) {
        Ok(items) => {
            let items = items.iter().map(|item| strip(item.get(), depth - 1));
            Cow::Owned(format!("[{}]", items.collect::<Vec<_>>().join(", ")))
        }
        Err(_) => Cow::Borrowed(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_is_printed_as_it_was_read() {
        for text in [
            "{}",
            r#"{"a": 1.50, "b": "\u0001\n\"é", "bb": {"x": [1, null]}, "è\t": null}"#,
        ] {
            assert_eq!(Object::read(text).unwrap().to_string(), text);
        }
        for text in ["[]", "1", "null", "\"a\""] {
            assert_eq!(Object::read(text), None, "{text}");
        }
    }

    #[test]
    fn fields_are_set_and_removed_in_the_order_of_postgres() {
        let mut object = Object::read(r#"{"b": 1, "aa": 2, "type": 3}"#).unwrap();
        object.set("aaa", "4");
        object.set("b", "5");
        object.remove("aa");
        assert_eq!(object.to_string(), r#"{"b": 5, "aaa": 4, "type": 3}"#);
    }

    #[test]
    fn nulls_are_removed_from_objects_at_any_depth() {
        let value = r#"{"a": null, "b": {"c": null, "d": [null, {"e": null}]}}"#;
        assert_eq!(without_nulls(value), r#"{"b": {"d": [null, {}]}}"#);
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(without_nulls(&deep).len(), deep.len());
    }
}

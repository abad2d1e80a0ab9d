//! Visits the references of a payload: those of its fields ([`EventKind::fields`]) that are no plain values.
//!
//! In the log a reference is an id. In a file it is
//!
//! * of an event: its `event_id`, or the number itself if no event of the log has this position,
//! * of a person: their [`PersonKey`](super::lines::PersonKey),
//! * of a file: an object with its key, name and owner, or null for a deleted file.

use serde_json::{Map, Value};

use crate::domain::{EventKind, Field, SUBJECT_PREFIX};

/// The field of any payload with the name of the API key that caused the event.
pub(in crate::audit) const VIA_KEY: &str = "via_key";

/// The field of a payload with the references of an imported event to events that the log does not
/// have, as they were in the file: an object by the names of their fields. The log has 0 for them.
pub(in crate::audit) const ELSEWHERE: &str = "elsewhere";

/// Reads or replaces the references of a payload.
pub(in crate::audit) trait Visitor {
    type Error;

    /// The reference in the field at `path`.
    fn event(&mut self, path: &str, value: &mut Value) -> Result<(), Self::Error>;
    fn person(&mut self, value: &mut Value) -> Result<(), Self::Error>;
    fn file(&mut self, value: &mut Value) -> Result<(), Self::Error>;
    /// The key of a private chat, which ends with its users: `<one>:<other>` in a canonical order, or
    /// `<prefix>:<one>:<other>`.
    fn pair_key(&mut self, value: &mut Value) -> Result<(), Self::Error>;
}

/// Visits the references of a payload, always in the same order.
pub(in crate::audit) fn visit<V: Visitor>(
    kind: EventKind,
    payload: &mut Map<String, Value>,
    visitor: &mut V,
) -> Result<(), V::Error> {
    for (name, field) in kind.fields() {
        let Some(value) = payload.get_mut(*name) else {
            continue;
        };
        match field {
            Field::Plain => {}
            Field::Event => visitor.event(name, value)?,
            Field::Person => visitor.person(value)?,
            Field::OptionalFile if value.is_null() => {}
            Field::File | Field::OptionalFile => visitor.file(value)?,
            Field::Files => each(value, |file| visitor.file(file))?,
            Field::Participants | Field::Mentions => {
                each(value, |named| match named.get_mut("user_id") {
                    Some(person) => visitor.person(person),
                    None => Ok(()),
                })?;
            }
            Field::PairKey => visitor.pair_key(value)?,
            Field::Forwarded => forwarded(value, visitor)?,
        }
    }
    Ok(())
}

fn each<E>(list: &mut Value, visit: impl FnMut(&mut Value) -> Result<(), E>) -> Result<(), E> {
    list.as_array_mut()
        .into_iter()
        .flatten()
        .try_for_each(visit)
}

fn forwarded<V: Visitor>(value: &mut Value, visitor: &mut V) -> Result<(), V::Error> {
    if let Some(message) = value.get_mut("message_id") {
        visitor.event("forwarded_from.message_id", message)?;
    }
    for author in ["author_id", "text_author_id"] {
        if let Some(author) = value.get_mut(author) {
            visitor.person(author)?;
        }
    }
    if let Some(chat) = value.get_mut("chat_id") {
        visitor.event("forwarded_from.chat_id", chat)?;
    }
    Ok(())
}

/// A key of a pair: what precedes its users, and the users as texts.
pub(in crate::audit) fn split_pair_key(key: &str) -> Option<(Option<&str>, &str, &str)> {
    let (before, other) = key.rsplit_once(':')?;
    match before.rsplit_once(':') {
        Some((prefix, one)) => Some((Some(prefix), one, other)),
        None => Some((None, before, other)),
    }
}

/// The opposite of [`split_pair_key`]. Without a prefix, or with that of a subject, the users are in their order;
/// that of a listing precedes its seller and its buyer.
pub(in crate::audit) fn join_pair_key<T: Ord + ToString>(
    prefix: Option<&str>,
    one: &T,
    other: &T,
) -> String {
    let in_order = || {
        let (low, high) = (one.min(other), one.max(other));
        format!("{}:{}", low.to_string(), high.to_string())
    };
    match prefix {
        Some(prefix) if prefix.starts_with(SUBJECT_PREFIX) => format!("{prefix}:{}", in_order()),
        Some(prefix) => format!("{prefix}:{}:{}", one.to_string(), other.to_string()),
        None => in_order(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_of_a_subject_has_its_users_in_order() {
        for (prefix, expected) in [
            (None, "3:9"),
            (Some("about-5f"), "about-5f:3:9"),
            // Seller and buyer.
            (Some("7"), "7:9:3"),
        ] {
            assert_eq!(join_pair_key(prefix, &9, &3), expected);
            let (found, one, other) = split_pair_key(expected).expect("a key");
            assert_eq!(found, prefix);
            assert_eq!([one, other].concat().len(), 2);
        }
    }
}

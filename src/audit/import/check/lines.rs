//! What a line is without the database.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::audit::import::files::check_name;
use crate::audit::portable::{EventLine, PersonLine, VIA_KEY};
use crate::domain::time::is_rfc3339;
use crate::domain::{EventKind, Field, KeyName, Realm};

/// Refuses a person whose line Postgres could not store.
pub(super) fn check_person(person: &PersonLine) -> Result<(), String> {
    if serde_json::to_value(person).is_ok_and(|value| has_nul(&value)) {
        return Err("it has a null character".to_owned());
    }
    let Some(picture) = &person.picture else {
        return Ok(());
    };
    let realm: Result<Realm, _> = picture.realm.parse();
    realm.map_err(|_| "the realm of the picture is malformed")?;
    check_name(&picture.name)
}

pub(super) fn check_time(at: Timestamp) -> Result<(), String> {
    if !is_rfc3339(at) || at.subsec_nanosecond() % 1_000_000 != 0 {
        return Err("its time is not in milliseconds of a year that the log has".to_owned());
    }
    Ok(())
}

/// Refuses fields that this version does not know.
pub(super) fn check_fields(kind: EventKind, event: &EventLine) -> Result<(), String> {
    for (name, value) in &event.payload {
        if name == VIA_KEY {
            check_key(value)?;
            continue;
        }
        let known = kind.fields().iter().find(|(known, _)| known == name);
        let Some((_, field)) = known else {
            return Err(format!(
                "a {} has no field `{name}` in this version",
                kind.as_str()
            ));
        };
        let inner: &[&str] = match field {
            Field::Participants => &["user_id", "role"],
            Field::Mentions => &["user_id", "start", "end"],
            Field::Forwarded => &["message_id", "author_id", "chat_id", "text_author_id"],
            _ => continue,
        };
        let objects = value
            .as_array()
            .map_or(std::slice::from_ref(value), Vec::as_slice);
        let mut names = objects.iter().filter_map(Value::as_object).flatten();
        if let Some((other, _)) = names.find(|(name, _)| !inner.contains(&name.as_str())) {
            return Err(format!("`{name}` has no field `{other}` in this version"));
        }
    }
    if event.payload.values().any(has_nul) {
        return Err("it has a null character".to_owned());
    }
    Ok(())
}

/// Refuses an API key without its database: it would be taken for a key of this one.
fn check_key(value: &Value) -> Result<(), String> {
    let parts = value.as_str().and_then(|key| key.split_once('@'));
    let is_key = parts.is_some_and(|(name, origin)| {
        name.parse::<KeyName>().is_ok() && origin.parse::<Uuid>().is_ok()
    });
    if is_key {
        Ok(())
    } else {
        Err(format!("`{VIA_KEY}` is no key of a database"))
    }
}

/// Whether a text has a null character, which Postgres does not store.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(map) => map
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

//! Replaces the references of a payload by the ids of this database.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::files::check_name;
use crate::audit::portable::{ELSEWHERE, PersonKey, Visitor, join_pair_key, split_pair_key, visit};
use crate::domain::EventKind;

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) key: Uuid,
    pub(super) name: String,
    pub(super) owner: PersonKey,
}

/// The references of payloads, by what they are to.
#[derive(Default)]
pub(super) struct References {
    pub(super) events: BTreeSet<Uuid>,
    pub(super) files: HashMap<Uuid, File>,
    pub(super) people: Vec<PersonKey>,
}

impl References {
    /// Adds those of a payload.
    ///
    /// # Errors
    /// One of them is malformed.
    pub(super) fn add(
        &mut self,
        kind: EventKind,
        payload: &mut Map<String, Value>,
    ) -> Result<(), String> {
        visit(kind, payload, self)
    }
}

/// The people whom the portable key of a private chat names.
fn people_of_pair(key: &Value) -> Option<[PersonKey; 2]> {
    let (_, one, other) = split_pair_key(key.as_str()?)?;
    Some([one.parse().ok()?, other.parse().ok()?])
}

fn uuid_of(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

fn read<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

impl Visitor for References {
    type Error = String;

    fn event(&mut self, path: &str, value: &mut Value) -> Result<(), String> {
        match uuid_of(value) {
            Some(event_id) => {
                self.events.insert(event_id);
                Ok(())
            }
            None if value.is_i64() => Ok(()),
            None => Err(format!("`{path}` is no reference to an event")),
        }
    }

    fn person(&mut self, value: &mut Value) -> Result<(), String> {
        let key = read(value).ok_or_else(|| format!("{value} is no key of a person"))?;
        self.people.push(key);
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), String> {
        if value.is_null() {
            return Ok(());
        }
        let file: File = read(value).ok_or("a file is malformed")?;
        check_name(&file.name)?;
        self.people.push(file.owner);
        self.files.insert(file.key, file);
        Ok(())
    }

    fn pair_key(&mut self, value: &mut Value) -> Result<(), String> {
        self.people
            .extend(people_of_pair(value).into_iter().flatten());
        Ok(())
    }
}

/// The ids of this database. An id that nothing has is 0.
pub(super) struct Ids<'a> {
    /// The positions of the events that precede the one of the payload.
    pub(super) events: &'a HashMap<Uuid, i64>,
    pub(super) people: &'a HashMap<PersonKey, i64>,
    pub(super) files: &'a HashMap<Uuid, i64>,
}

impl Ids<'_> {
    /// Replaces the references of a payload. Those to events elsewhere are kept beside, so that an export
    /// has them again.
    pub(super) fn replace(&self, kind: EventKind, payload: &mut Map<String, Value>) {
        let mut replacement = Replacement {
            ids: self,
            elsewhere: Map::new(),
        };
        let Ok(()) = visit(kind, payload, &mut replacement);
        if !replacement.elsewhere.is_empty() {
            payload.insert(ELSEWHERE.to_owned(), Value::Object(replacement.elsewhere));
        }
    }

    fn person(&self, key: &PersonKey) -> i64 {
        self.people.get(key).copied().unwrap_or_default()
    }
}

struct Replacement<'a> {
    ids: &'a Ids<'a>,
    elsewhere: Map<String, Value>,
}

impl Visitor for Replacement<'_> {
    type Error = Infallible;

    fn event(&mut self, path: &str, value: &mut Value) -> Result<(), Infallible> {
        let position = uuid_of(value).and_then(|event_id| self.ids.events.get(&event_id));
        let given = std::mem::replace(value, json!(position.copied().unwrap_or_default()));
        if position.is_none() && given != json!(0) {
            self.elsewhere.insert(path.to_owned(), given);
        }
        Ok(())
    }

    fn person(&mut self, value: &mut Value) -> Result<(), Infallible> {
        if let Some(key) = read(value) {
            *value = json!(self.ids.person(&key));
        }
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let file = read::<File>(value).and_then(|file| self.ids.files.get(&file.key));
        *value = json!(file.copied().unwrap_or_default());
        Ok(())
    }

    fn pair_key(&mut self, value: &mut Value) -> Result<(), Infallible> {
        if let (Some(people), Some(key)) = (people_of_pair(value), value.as_str()) {
            let [one, other] = people.map(|key| self.ids.person(&key));
            let prefix = split_pair_key(key).and_then(|(prefix, ..)| prefix);
            *value = json!(join_pair_key(prefix, &one, &other));
        }
        Ok(())
    }
}

//! Replaces the ids of a page of events by what they are in any database.

use std::collections::HashMap;
use std::convert::Infallible;

use serde_json::{Map, Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::fields::{ELSEWHERE, Visitor, join_pair_key, split_pair_key, visit};
use super::files::File;
use super::lines::{Gone, PersonKey, PersonLine};
use crate::db::{DbConnection, Error, FromRow, RowExt as _};
use crate::domain::EventKind;

const EVENT_IDS: &str = include_str!("sql/event_ids.sql");
const PEOPLE: &str = include_str!("sql/people.sql");
const FILES: &str = include_str!("sql/files.sql");

/// The ids that payloads name.
#[derive(Default)]
pub(super) struct Named {
    pub(super) positions: Vec<i64>,
    pub(super) users: Vec<i64>,
    pub(super) files: Vec<i64>,
}

impl Named {
    /// Adds those of a payload.
    pub(super) fn add(&mut self, kind: EventKind, payload: &mut Map<String, Value>) {
        let Ok(()) = visit(kind, payload, self);
    }
}

impl Visitor for Named {
    type Error = Infallible;

    fn event(&mut self, _: &str, value: &mut Value) -> Result<(), Infallible> {
        self.positions.extend(value.as_i64());
        Ok(())
    }

    fn person(&mut self, value: &mut Value) -> Result<(), Infallible> {
        self.users.extend(value.as_i64());
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), Infallible> {
        self.files.extend(value.as_i64());
        Ok(())
    }

    fn pair_key(&mut self, value: &mut Value) -> Result<(), Infallible> {
        self.users
            .extend(users_of_pair(value).into_iter().flatten());
        Ok(())
    }
}

/// The users whom the key of a private chat names.
fn users_of_pair(key: &Value) -> Option<[i64; 2]> {
    let (_, one, other) = split_pair_key(key.as_str()?)?;
    Some([one.parse().ok()?, other.parse().ok()?])
}

async fn files(connection: &DbConnection, ids: &[i64]) -> Result<HashMap<i64, File>, Error> {
    let mut files = HashMap::new();
    for row in connection.query(FILES, &[&ids]).await? {
        let file = File::from_row(&row)?;
        files.insert(file.id, file);
    }
    Ok(files)
}

/// What the ids of a page stand for.
pub(super) struct Portable {
    events: HashMap<i64, Uuid>,
    people: HashMap<i64, Person>,
    files: HashMap<i64, File>,
}

pub(super) struct Person {
    pub(super) line: PersonLine,
    picture_id: Option<i64>,
}

/// What a payload names, in its order.
#[derive(Default)]
pub(super) struct NamedInPayload {
    pub(super) users: Vec<i64>,
    pub(super) files: Vec<i64>,
}

impl Portable {
    pub(super) async fn read(connection: &DbConnection, mut named: Named) -> Result<Self, Error> {
        let mut files = files(connection, &named.files).await?;
        named.users.extend(files.values().map(|file| file.owner_id));
        named.users.sort_unstable();
        named.users.dedup();
        let mut events = HashMap::new();
        for row in connection.query(EVENT_IDS, &[&named.positions]).await? {
            events.insert(row.try_get("position")?, row.try_get("event_id")?);
        }
        let mut people = HashMap::new();
        for row in connection.query(PEOPLE, &[&named.users]).await? {
            people.insert(row.try_get("id")?, Person::from_row(&row)?);
        }
        let pictures = people.values().filter_map(|person| person.picture_id);
        let pictures: Vec<i64> = pictures.collect();
        if !pictures.is_empty() {
            files.extend(self::files(connection, &pictures).await?);
        }
        Ok(Self {
            events,
            people,
            files,
        })
    }

    pub(super) fn person(&self, user_id: i64) -> Option<&PersonLine> {
        Some(&self.people.get(&user_id)?.line)
    }

    pub(super) fn file(&self, id: i64) -> Option<&File> {
        self.files.get(&id)
    }

    pub(super) fn picture_of(&self, user_id: i64) -> Option<&File> {
        let picture = self.file(self.people.get(&user_id)?.picture_id?)?;
        (picture.owner_id == user_id).then_some(picture)
    }

    /// Makes a payload portable.
    pub(super) fn replace(
        &self,
        kind: EventKind,
        payload: &mut Map<String, Value>,
    ) -> NamedInPayload {
        let elsewhere = payload.get(ELSEWHERE).cloned().unwrap_or_default();
        // `remove` could change the order of the others.
        payload.retain(|name, _| name != ELSEWHERE);
        let mut replacement = Replacement {
            portable: self,
            elsewhere,
            named: NamedInPayload::default(),
        };
        let Ok(()) = visit(kind, payload, &mut replacement);
        replacement.named
    }
}

struct Replacement<'a> {
    portable: &'a Portable,
    elsewhere: Value,
    named: NamedInPayload,
}

impl Replacement<'_> {
    fn key(&mut self, user_id: i64) -> Option<PersonKey> {
        let key = self.portable.person(user_id)?.key;
        self.named.users.push(user_id);
        Some(key)
    }
}

impl Visitor for Replacement<'_> {
    type Error = Infallible;

    fn event(&mut self, path: &str, value: &mut Value) -> Result<(), Infallible> {
        let position = value.as_i64().unwrap_or_default();
        if let Some(elsewhere) = self.elsewhere.get(path) {
            *value = elsewhere.clone();
        } else if let Some(event_id) = self.portable.events.get(&position) {
            *value = json!(event_id);
        }
        Ok(())
    }

    fn person(&mut self, value: &mut Value) -> Result<(), Infallible> {
        if let Some(key) = value.as_i64().and_then(|user_id| self.key(user_id)) {
            *value = json!(key);
        }
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let file = value.as_i64().and_then(|id| self.portable.files.get(&id));
        *value = file.map_or(Value::Null, |file| {
            let owner = self.key(file.owner_id);
            self.named.files.push(file.id);
            json!({ "key": file.key, "name": file.name, "owner": owner })
        });
        Ok(())
    }

    fn pair_key(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let keys =
            users_of_pair(value).and_then(|[one, other]| Some([self.key(one)?, self.key(other)?]));
        if let (Some([one, other]), Some(key)) = (keys, value.as_str()) {
            let prefix = split_pair_key(key).and_then(|(prefix, ..)| prefix);
            *value = json!(join_pair_key(prefix, &one, &other));
        }
        Ok(())
    }
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            line: PersonLine::from_row(row)?,
            picture_id: row.try_get("picture_id")?,
        })
    }
}

impl FromRow for PersonLine {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let gone: Option<&str> = row.try_get("gone")?;
        Ok(Self {
            key: PersonKey {
                origin: row.try_get("origin")?,
                number: row.try_get("number")?,
            },
            gone: gone.map(|gone| match gone {
                "erased" => Gone::Erased,
                _ => Gone::Deleted,
            }),
            email: row.try_get("email")?,
            name: row.try_get("name")?,
            role: row.try_get("role")?,
            company_id: row.try_get("company_id")?,
            realms: row.try_get("realms")?,
            created_at: row.optional_timestamp("created_at")?,
            avatar_url: row.try_get("avatar_url")?,
            picture: None,
        })
    }
}

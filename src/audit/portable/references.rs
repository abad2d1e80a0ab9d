//! Replaces the ids of a page of events by what they are in any database.

use std::collections::HashMap;
use std::convert::Infallible;

use serde_json::{Map, Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::files::File;
use super::lines::{Gone, PersonKey, PersonLine};
use super::visitor::{ELSEWHERE, VIA_KEY, Visitor, join_pair_key, split_pair_key, visit};
use crate::db::{DbConnection, Error, FromRow, RowExt as _};
use crate::domain::EventKind;

const EVENT_IDS: &str = include_str!("sql/event_ids.sql");
const PEOPLE: &str = include_str!("sql/people.sql");
const FILES: &str = include_str!("sql/files.sql");
const ORIGIN: &str = "SELECT o.id FROM audit.origin AS o";

/// The ids that payloads name.
#[derive(Default)]
pub(in crate::audit) struct Named {
    pub(super) positions: Vec<i64>,
    pub(super) users: Vec<i64>,
    pub(super) files: Vec<i64>,
}

impl Named {
    /// Adds those of a payload.
    pub(in crate::audit) fn add(&mut self, kind: EventKind, payload: &mut Map<String, Value>) {
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
pub(in crate::audit) struct Portable {
    /// The identity of this database.
    origin: Uuid,
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
    pub(in crate::audit) async fn read(
        connection: &DbConnection,
        mut named: Named,
    ) -> Result<Self, Error> {
        let origin = connection.query_one(ORIGIN, &[]).await?.try_get("id")?;
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
            origin,
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
        let elsewhere = self.prepare(payload);
        let mut replacement = Replacement {
            portable: self,
            elsewhere,
            named: NamedInPayload::default(),
        };
        let Ok(()) = visit(kind, payload, &mut replacement);
        replacement.named
    }

    /// Makes a payload comparable with that of a line, whoever the people of the line are here: users keep their
    /// ids, and of a file there is only its key.
    pub(in crate::audit) fn replace_but_users(
        &self,
        kind: EventKind,
        payload: &mut Map<String, Value>,
    ) {
        let elsewhere = self.prepare(payload);
        let mut replacement = ReplacementButUsers {
            portable: self,
            elsewhere,
        };
        let Ok(()) = visit(kind, payload, &mut replacement);
    }

    /// Adds this database to the name of an API key, unless it is one of another database. Returns the
    /// references to events elsewhere, which are no field of a file.
    fn prepare(&self, payload: &mut Map<String, Value>) -> Value {
        if let Some(Value::String(key)) = payload.get_mut(VIA_KEY)
            && !key.contains('@')
        {
            *key = format!("{key}@{}", self.origin);
        }
        let elsewhere = payload.get(ELSEWHERE).cloned().unwrap_or_default();
        // `remove` could change the order of the others.
        payload.retain(|name, _| name != ELSEWHERE);
        elsewhere
    }

    /// Replaces a reference to an event.
    fn replace_event(&self, elsewhere: &Value, path: &str, value: &mut Value) {
        let position = value.as_i64().unwrap_or_default();
        if let Some(elsewhere) = elsewhere.get(path) {
            *value = elsewhere.clone();
        } else if let Some(event_id) = self.events.get(&position) {
            *value = json!(event_id);
        }
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
        self.portable.replace_event(&self.elsewhere, path, value);
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

/// As [`Replacement`], for [`Portable::replace_but_users`].
struct ReplacementButUsers<'a> {
    portable: &'a Portable,
    elsewhere: Value,
}

impl Visitor for ReplacementButUsers<'_> {
    type Error = Infallible;

    fn event(&mut self, path: &str, value: &mut Value) -> Result<(), Infallible> {
        self.portable.replace_event(&self.elsewhere, path, value);
        Ok(())
    }

    fn person(&mut self, _: &mut Value) -> Result<(), Infallible> {
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let file = value.as_i64().and_then(|id| self.portable.files.get(&id));
        *value = json!(file.map(|file| file.key));
        Ok(())
    }

    fn pair_key(&mut self, _: &mut Value) -> Result<(), Infallible> {
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
            deactivated_at: row.optional_timestamp("deactivated_at")?,
            former_realms: row.try_get("former_realms")?,
            created_at: row.optional_timestamp("created_at")?,
            avatar_url: row.try_get("avatar_url")?,
            picture: None,
        })
    }
}

//! Compares lines with what the log has: the events with their ids, and their chats.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::batch::Batch;
use super::people::{Identity, People};
use crate::audit::portable::{
    ELSEWHERE, EventLine, Named, PersonKey, Portable, Visitor, join_pair_key, split_pair_key, visit,
};
use crate::db::{DbConnection, Error, RowExt as _};
use crate::domain::{EventKind, Field};

const STORED_LINES: &str = include_str!("../sql/stored_lines.sql");
const CHATS_HERE: &str = include_str!("../sql/chats_here.sql");

const TEXTS: [&str; 4] = ["content", "content_digest", "erased_user_id", "files"];

/// An event of the log that has the id of a line.
pub(super) struct Stored {
    /// The index of the line.
    pub(super) index: usize,
    kind: String,
    realm: String,
    at: Timestamp,
    chat: Option<Uuid>,
    actor: Option<i64>,
    payload: Map<String, Value>,
}

/// A chat that the log has.
pub(super) struct ChatHere {
    pub(super) id: i64,
    /// The time of the last event that followed its creation.
    pub(super) last_at: Option<Timestamp>,
}

impl Stored {
    /// Whether a line is this event. The text of one who was erased is not compared.
    pub(super) fn is(&self, line: &EventLine, people: &People) -> bool {
        let actor = line.actor.map(|key| people.identity(&key));
        let Some(kind) = EventKind::named(&self.kind) else {
            return false;
        };
        let mut payload = line.payload.clone();
        let Ok(()) = visit(kind, &mut payload, &mut WithUsers { people });
        self.kind == line.kind
            && self.realm == line.realm
            && self.at == line.at
            && self.chat == line.chat
            && self.actor.map(|user_id| Some(Identity::User(user_id))) == actor
            && is_same(kind, &self.payload, &payload)
    }
}

/// The events of the log that have the ids of lines.
pub(super) async fn stored(connection: &DbConnection, ids: &[Uuid]) -> Result<Vec<Stored>, Error> {
    let mut found = Vec::new();
    for row in connection.query(STORED_LINES, &[&ids]).await? {
        let n: i32 = row.try_get("n")?;
        let Json(payload) = row.try_get("payload")?;
        found.push(Stored {
            index: Batch::index(n),
            kind: row.try_get("kind")?,
            realm: row.try_get("realm")?,
            at: row.timestamp("recorded_at")?,
            chat: row.try_get("chat")?,
            actor: row.try_get("actor_id")?,
            payload,
        });
    }
    if found.is_empty() {
        return Ok(found);
    }
    let mut named = Named::default();
    for event in &mut found {
        if let Some(kind) = EventKind::named(&event.kind) {
            named.add(kind, &mut event.payload);
        }
    }
    let portable = Portable::read(connection, named).await?;
    for event in &mut found {
        if let Some(kind) = EventKind::named(&event.kind) {
            portable.replace_but_users(kind, &mut event.payload);
        }
    }
    Ok(found)
}

/// Those chats that the log has.
pub(super) async fn chats_here(
    connection: &DbConnection,
    chats: HashSet<Uuid>,
) -> Result<HashMap<Uuid, ChatHere>, Error> {
    let chats = Vec::from_iter(chats);
    let mut found = HashMap::new();
    for row in connection.query(CHATS_HERE, &[&chats]).await? {
        let chat = ChatHere {
            id: row.try_get("chat_id")?,
            last_at: row.optional_timestamp("last_at")?,
        };
        found.insert(row.try_get("event_id")?, chat);
    }
    Ok(found)
}

/// Whether two payloads in the form of [`Portable::replace_but_users`] are the same. A file that was deleted is
/// null, in one of them maybe.
fn is_same(kind: EventKind, one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let is_erased = [one, other]
        .iter()
        .any(|payload| payload.contains_key(TEXTS[1]));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let mut compared = names
        .into_iter()
        .filter(|name| *name != ELSEWHERE && !(is_erased && TEXTS.contains(&name.as_str())));
    compared.all(|name| {
        let field = kind.fields().iter().find(|(known, _)| known == name);
        match (one.get(name), other.get(name), field) {
            (Some(Value::Array(one)), Some(Value::Array(other)), Some((_, Field::Files))) => {
                one.len() == other.len() && one.iter().zip(other).all(is_same_file)
            }
            (Some(one), Some(other), Some((_, Field::File | Field::OptionalFile))) => {
                is_same_file((one, other))
            }
            (one, other, _) => one == other,
        }
    })
}

fn is_same_file((one, other): (&Value, &Value)) -> bool {
    one.is_null() || other.is_null() || one == other
}

/// Replaces the keys of people by users; null for someone new.
struct WithUsers<'a> {
    people: &'a People,
}

impl WithUsers<'_> {
    fn user(&self, key: PersonKey) -> Value {
        match self.people.identity(&key) {
            Some(Identity::User(user_id)) => json!(user_id),
            Some(Identity::New(_)) | None => Value::Null,
        }
    }
}

impl Visitor for WithUsers<'_> {
    type Error = Infallible;

    fn event(&mut self, _: &str, _: &mut Value) -> Result<(), Infallible> {
        Ok(())
    }

    fn person(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let key = value.as_str().and_then(|text| text.parse().ok());
        *value = key.map_or(Value::Null, |key| self.user(key));
        Ok(())
    }

    fn file(&mut self, value: &mut Value) -> Result<(), Infallible> {
        *value = value.get("key").cloned().unwrap_or_default();
        Ok(())
    }

    fn pair_key(&mut self, value: &mut Value) -> Result<(), Infallible> {
        let key = value.as_str().and_then(|key| {
            let (prefix, one, other) = split_pair_key(key)?;
            let identity = |text: &str| self.people.identity(&text.parse().ok()?);
            Some(join_pair_key(prefix, &identity(one)?, &identity(other)?))
        });
        *value = json!(key);
        Ok(())
    }
}

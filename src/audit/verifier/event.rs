//! Events as the table has them, and their hashes: `sql/audit/event_hash.sql` describes these.

use std::collections::HashMap;
use std::error::Error as StdError;

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type, accepts};
use uuid::Uuid;

use super::payload::Payload;
use super::window::Window;
use crate::audit::hashes::{Hash, HashedEvent};
use crate::db::{DbConnection, Error, FromRow};

const NEXT_EVENT: &str = include_str!("../sql/verifier/next_event.sql");
const EVENTS: &str = include_str!("../sql/verifier/events.sql");
pub(in crate::audit) const KEYS: &str = include_str!("../sql/verifier/keys.sql");

/// A row of `events`.
pub(in crate::audit) struct Event {
    pub(in crate::audit) position: i64,
    pub(in crate::audit) id: Uuid,
    pub(in crate::audit) realm: String,
    pub(in crate::audit) chat_id: Option<i64>,
    pub(in crate::audit) kind: String,
    pub(in crate::audit) actor_id: Option<i64>,
    /// As Postgres prints it.
    pub(in crate::audit) payload: String,
    /// Microseconds since 1970.
    pub(in crate::audit) recorded_at: i64,
    pub(in crate::audit) origin: String,
}

impl Event {
    /// Whether it brought a time of its own.
    pub(super) fn is_imported(&self) -> bool {
        self.origin == "import"
    }

    /// `key` is that of the author of its text.
    pub(super) fn hash(&self, payload: &Payload<'_>, key: Option<&[u8]>) -> Hash {
        let hashed = HashedEvent {
            position: self.position,
            event_id: self.id,
            realm: &self.realm,
            chat_id: self.chat_id,
            kind: &self.kind,
            actor_id: self.actor_id,
            recorded_at: self.recorded_at,
            origin: &self.origin,
            payload: &payload.hashed(self.id, key),
        };
        hashed.hash()
    }
}

/// Reads all events, some thousand positions at a time.
pub(super) struct Events<'a> {
    connection: &'a DbConnection,
    window: Window<'a>,
}

impl<'a> Events<'a> {
    pub(super) async fn of(connection: &'a DbConnection) -> Result<Self, Error> {
        Ok(Self {
            connection,
            window: Window::of(connection, NEXT_EVENT, EVENTS).await?,
        })
    }

    /// The next ones, by position; none at the end of the log.
    pub(super) async fn page(&mut self) -> Result<Vec<Event>, Error> {
        let rows = self.window.next().await?;
        rows.iter().map(Event::from_row).collect()
    }

    /// The keys of those authors who have one.
    pub(super) async fn keys(&self, authors: &[i64]) -> Result<HashMap<i64, Vec<u8>>, Error> {
        let rows = self.connection.query(KEYS, &[&authors]).await?;
        let key = |row: &Row| Ok((row.try_get("author_id")?, row.try_get("key")?));
        rows.iter().map(key).collect()
    }
}

impl FromRow for Event {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let Jsonb(payload) = row.try_get("payload")?;
        let Microseconds(recorded_at) = row.try_get("recorded_at")?;
        Ok(Self {
            position: row.try_get("position")?,
            id: row.try_get("event_id")?,
            realm: row.try_get("realm")?,
            chat_id: row.try_get("chat_id")?,
            kind: row.try_get("kind")?,
            actor_id: row.try_get("actor_id")?,
            payload,
            recorded_at,
            origin: row.try_get("origin")?,
        })
    }
}

/// The text of a `jsonb`.
struct Jsonb(String);

impl<'a> FromSql<'a> for Jsonb {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        // The first byte is the version of the format.
        match raw.split_first() {
            Some((1, text)) => Ok(Self(str::from_utf8(text)?.to_owned())),
            _ => Err("an unknown version of jsonb".into()),
        }
    }

    accepts!(JSONB);
}

/// A `timestamptz`, in microseconds since 1970. Infinity stays the greatest or the least number.
pub(super) struct Microseconds(pub(super) i64);

impl<'a> FromSql<'a> for Microseconds {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        /// 2000-01-01, from which Postgres counts.
        const EPOCH: i64 = 946_684_800_000_000;
        Ok(Self(
            i64::from_be_bytes(raw.try_into()?).saturating_add(EPOCH),
        ))
    }

    accepts!(TIMESTAMPTZ);
}

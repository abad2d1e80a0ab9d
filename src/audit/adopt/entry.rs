//! A row of the timeline, and what the log has of it.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use super::error::AdoptError;
use super::events::Base;
use super::ids::Ids;
use super::origin::Origin;
use crate::db::{DbConnection, Error, RowExt as _};

const STORED_ROWS: &str = include_str!("sql/stored_rows.sql");

/// A message or a read.
pub(super) struct Entry {
    pub(super) is_read: bool,
    pub(super) id: String,
    pub(super) chat_id: Option<String>,
    pub(super) actor_id: Option<String>,
    pub(super) content: String,
    pub(super) kind: Option<String>,
    pub(super) attachments: Option<Value>,
    /// The message that it replies to, or up to which the actor has read.
    pub(super) ref_id: Option<String>,
    pub(super) is_deleted: bool,
    pub(super) is_edited: bool,
    pub(super) at: Option<Timestamp>,
}

impl Entry {
    pub(super) fn of(row: &Row) -> Result<Self, Error> {
        let content: Option<String> = row.try_get("content")?;
        let attachments: Option<Json<Value>> = row.try_get("attachments")?;
        Ok(Self {
            is_read: row.try_get::<_, &str>("what")? == "read",
            id: row.try_get("id")?,
            chat_id: row.try_get("chat_id")?,
            actor_id: row.try_get("actor_id")?,
            content: content.unwrap_or_default(),
            kind: row.try_get("type")?,
            attachments: attachments.map(|Json(attachments)| attachments),
            ref_id: row.try_get("ref_id")?,
            is_deleted: row.try_get("is_deleted")?,
            is_edited: row.try_get("is_edited")?,
            at: row.optional_timestamp("at")?,
        })
    }

    /// Reads a row of a query of marks.
    pub(super) fn of_mark(row: &Row) -> Result<Self, Error> {
        let ref_id: String = row.try_get("ref_id")?;
        Ok(Self {
            is_read: true,
            id: ref_id.clone(),
            chat_id: row.try_get("chat_id")?,
            actor_id: row.try_get("actor_id")?,
            content: String::new(),
            kind: None,
            attachments: None,
            ref_id: Some(ref_id),
            is_deleted: false,
            is_edited: false,
            at: row.optional_timestamp("at")?,
        })
    }
}

impl Ids {
    /// The events that messages are.
    pub(super) fn messages(&self, origin: &Origin, entries: &[Entry]) -> Vec<Uuid> {
        let messages = entries.iter().filter(|entry| !entry.is_read);
        messages
            .map(|entry| self.row(origin.message_table, &entry.id))
            .collect()
    }

    /// The event by which the actor of `base` has read up to a message.
    pub(super) fn read(&self, base: &Base, up_to: Uuid) -> Uuid {
        let reader = base.actor.map(|key| key.to_string()).unwrap_or_default();
        self.event(&["read", &base.chat.to_string(), &reader, &up_to.to_string()])
    }
}

/// An event of the log that a row of the origin has become.
pub(super) struct Stored {
    actor: Option<i64>,
    at: Timestamp,
    pub(super) content: Option<String>,
    pub(super) is_erased: bool,
}

impl Stored {
    /// Whether it has this time and, if they are known, this sender.
    pub(super) fn is_of(&self, at: Timestamp, sender: Option<i64>) -> bool {
        let is_other = self
            .actor
            .zip(sender)
            .is_some_and(|(one, other)| one != other);
        self.at == at && !is_other
    }
}

/// Those of the events that the log has.
pub(super) async fn stored(
    here: &DbConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Stored>, AdoptError> {
    let mut found = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    for row in here.query(STORED_ROWS, &[&ids]).await? {
        let stored = Stored {
            actor: row.try_get("actor_id")?,
            at: row.timestamp("recorded_at")?,
            content: row.try_get("content")?,
            is_erased: row.try_get("is_erased")?,
        };
        found.insert(row.try_get("event_id")?, stored);
    }
    Ok(found)
}

//! An event of a chat, as people read it.

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{EventKind, Field, MessageId, Position, UserId};

/// Plain fields that are no details: texts, which are shown as such, and what repeats a request.
const NO_DETAILS: [&str; 5] = [
    "content",
    "content_digest",
    "client_id",
    "erased_events",
    "events_hash",
];

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// It is the text that is shown.
    Shown,
    /// A later event has the new text.
    Edited,
    /// The message was deleted with this text.
    Deleted,
    /// The author was erased.
    Erased,
}

impl TextState {
    /// As `audit.text_state()` names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Edited => "edited",
            Self::Deleted => "deleted",
            Self::Erased => "erased",
        }
    }
}

/// An event.
#[derive(Debug, Clone)]
pub struct Entry {
    pub position: Position,
    pub at: Timestamp,
    pub kind: String,
    pub actor_id: Option<UserId>,
    /// In English, as auditors read it.
    pub description: String,
    pub text: Option<String>,
    pub state: Option<TextState>,
    /// What happened, as `docs/audit.md` describes it for each kind.
    pub payload: Map<String, Value>,
    /// The names of its files; `None` for a file that was removed.
    pub files: Vec<Option<String>>,
}

impl Entry {
    /// Everyone whom it names.
    pub fn people(&self) -> impl Iterator<Item = UserId> {
        let named = [self.actor_id, self.user_id()].into_iter().flatten();
        named.chain(self.participants().map(|(id, _)| id))
    }

    fn id(&self, field: &str) -> Option<i64> {
        self.payload.get(field)?.as_i64()
    }

    /// The user whom it concerns.
    pub fn user_id(&self) -> Option<UserId> {
        self.id("user_id").map(UserId)
    }

    /// The message that it is or concerns.
    pub fn message_id(&self) -> Option<MessageId> {
        match self.kind.as_str() {
            "message_sent" => Some(MessageId(self.position.0)),
            "chat_read" | "chat_read_again" => self.id("up_to_id").map(MessageId),
            _ => self.id("message_id").map(MessageId),
        }
    }

    /// The message that it replies to.
    pub fn reply_to(&self) -> Option<MessageId> {
        self.id("reply_to").map(MessageId)
    }

    /// A text of the payload.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.payload.get(name)?.as_str()
    }

    /// Its other values that say something to people, by their names in the payload.
    pub fn details(&self) -> Map<String, Value> {
        let kind = EventKind::named(&self.kind);
        let fields = kind.map(EventKind::fields).unwrap_or_default().iter();
        let plain = fields.filter(|(_, field)| *field == Field::Plain);
        let shown = plain.filter(|(name, _)| !NO_DETAILS.contains(name));
        let values = shown.filter_map(|(name, _)| {
            let value = self.payload.get(*name)?;
            (!value.is_null() && !value.is_object()).then(|| ((*name).to_owned(), value.clone()))
        });
        let mut details: Map<String, Value> = values.collect();
        if self.payload.contains_key("forwarded_from") {
            details.insert("was_forwarded".to_owned(), true.into());
        }
        if self.payload.contains_key("scheduled_id") {
            details.insert("scheduled".to_owned(), true.into());
        }
        if self.payload.contains_key("poll") {
            details.insert("poll".to_owned(), true.into());
        }
        if let Some(ids) = details.remove("option_ids") {
            details.insert("options".to_owned(), chosen(&ids).into());
        }
        details
    }

    /// The members of the created or restored chat.
    pub fn participants(&self) -> impl Iterator<Item = (UserId, Option<&str>)> {
        let listed = self.payload.get("participants").and_then(Value::as_array);
        listed.into_iter().flatten().filter_map(|one| {
            let id = one.get("user_id")?.as_i64()?;
            Some((UserId(id), one.get("role").and_then(Value::as_str)))
        })
    }
}

/// The options of a vote, counted from 1 as lines of the text after the question; `none` if it was taken back.
fn chosen(ids: &Value) -> String {
    let ids = ids.as_array().into_iter().flatten();
    let numbers = ids.filter_map(|id| Some((id.as_i64()? + 1).to_string()));
    let numbers: Vec<String> = numbers.collect();
    if numbers.is_empty() {
        return "none".to_owned();
    }
    numbers.join(", ")
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let Json(payload) = row.try_get("payload")?;
        let state: Option<&str> = row.try_get("state")?;
        Ok(Self {
            position: row.try_get("position")?,
            at: row.timestamp("recorded_at")?,
            kind: row.try_get("kind")?,
            actor_id: row.try_get("actor_id")?,
            description: row.try_get("description")?,
            text: row.try_get("text")?,
            state: state.map(|state| match state {
                "edited" => TextState::Edited,
                "deleted" => TextState::Deleted,
                "erased" => TextState::Erased,
                _ => TextState::Shown,
            }),
            payload,
            files: row.array("files")?,
        })
    }
}

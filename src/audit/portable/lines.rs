//! The lines of a portable export; `docs/audit.md` describes them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

/// The version of the format.
pub(in crate::audit) const VERSION: u32 = 1;

/// One line of a file: an object with one field, which names what the line is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::audit) enum Line {
    /// The first line.
    VestnikExport(Header),
    /// A person, before the first event that names them.
    Person(Box<PersonLine>),
    /// A file, before the first event that names it.
    File(Box<FileLine>),
    Event(Box<EventLine>),
    /// The last line, without which a file is incomplete.
    End(End),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct Header {
    pub(in crate::audit) version: u32,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct End {
    pub(in crate::audit) events: u64,
}

/// A person. One who is gone has no account, so nothing but the key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct PersonLine {
    pub(in crate::audit) key: PersonKey,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) gone: Option<Gone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) company_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) realms: Option<Vec<String>>,
    /// Set for a user who was deactivated: `realms` is empty then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) deactivated_at: Option<Timestamp>,
    /// `realms` before that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) former_realms: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) created_at: Option<Timestamp>,
    /// A picture on another server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) avatar_url: Option<String>,
    /// Their picture, whose line follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) picture: Option<PictureOfPerson>,
}

/// The picture of a person, who has uploaded it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct PictureOfPerson {
    pub(in crate::audit) key: Uuid,
    pub(in crate::audit) realm: String,
    pub(in crate::audit) name: String,
}

/// A file whose content is in the folder of the export, under its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct FileLine {
    pub(in crate::audit) key: Uuid,
    pub(in crate::audit) realm: String,
    pub(in crate::audit) owner: PersonKey,
    pub(in crate::audit) name: String,
    pub(in crate::audit) content: ContentOfFile,
    /// Of a picture, under its key and `-preview`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) preview: Option<ContentOfFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) placeholder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) width: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) height: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) duration_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::audit) is_voice: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) waveform: Option<Vec<i16>>,
}

/// What is in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct ContentOfFile {
    pub(in crate::audit) mime: String,
    /// In bytes.
    pub(in crate::audit) size: u64,
    /// In lower-case hexadecimal digits.
    pub(in crate::audit) sha256: String,
}

/// Why a person has no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::audit) enum Gone {
    Deleted,
    Erased,
}

/// An event. Its payload is that of the log, but for references: see `fields.rs`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::audit) struct EventLine {
    pub(in crate::audit) event_id: Uuid,
    pub(in crate::audit) at: Timestamp,
    pub(in crate::audit) realm: String,
    /// The `event_id` of the chat's `chat_created`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) chat: Option<Uuid>,
    pub(in crate::audit) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) actor: Option<PersonKey>,
    pub(in crate::audit) payload: Map<String, Value>,
    /// For readers: what became of the text. An import derives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::audit) state: Option<String>,
}

/// A person in any database: the id that they have in the database that they come from, and the
/// identity of that database. Its text is `<id>@<database>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::audit) struct PersonKey {
    pub(in crate::audit) origin: Uuid,
    pub(in crate::audit) number: i64,
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.number, self.origin)
    }
}

impl FromStr for PersonKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let key = text.split_once('@').and_then(|(number, origin)| {
            let (number, origin) = (number.parse().ok()?, origin.parse().ok()?);
            Some(Self { origin, number })
        });
        // Another spelling of the same key would not be exported again as it was.
        key.filter(|key| key.to_string() == text)
            .ok_or_else(|| format!("{text:?} is no key of a person"))
    }
}

impl Serialize for PersonKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PersonKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

//! The file of a proof: one JSON object, which `docs/audit.md` describes.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use uuid::Uuid;

use crate::audit::hashes::{Hash, HashedEvent, HashedSeal};
use crate::audit::portable::hexadecimal;

pub(super) const FORMAT: &str = "vestnik chat proof 1";

/// What a proof says before its seals. Nothing of it but the chat is proven.
#[derive(Serialize, Deserialize)]
pub(super) struct About {
    pub(super) format: String,
    pub(super) chat_id: i64,
    pub(super) exported_at: String,
    /// A user of the database.
    pub(super) exported_by: String,
    pub(super) server_version: String,
    /// Where the log ended.
    pub(super) head_position: i64,
    /// Where its last seal ended.
    pub(super) sealed_to: i64,
    /// Events of the chat behind that, which the proof lacks.
    pub(super) not_sealed: Option<NotSealed>,
}

/// Events that no seal covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotSealed {
    pub events: i64,
    pub from_position: i64,
    pub to_position: i64,
}

#[derive(Deserialize)]
pub(super) struct ProofFile {
    #[serde(flatten)]
    pub(super) about: About,
    pub(super) seals: Vec<ProvenSeal>,
}

/// A seal, and the events of the chat that it covers.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProvenSeal {
    pub(super) from_position: i64,
    pub(super) to_position: i64,
    pub(super) head_position: i64,
    pub(super) sealed_at: Time,
    pub(super) previous_hash: Hex,
    pub(super) root: Hex,
    pub(super) events: Vec<ProvenEvent>,
}

impl ProvenSeal {
    pub(super) fn hash(&self) -> Hash {
        let hashed = HashedSeal {
            previous_hash: &self.previous_hash.0,
            from: self.from_position,
            to: self.to_position,
            head: self.head_position,
            sealed_at: self.sealed_at.0,
            root: &self.root.0,
        };
        hashed.hash()
    }
}

/// An event of the chat.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProvenEvent {
    pub(super) position: i64,
    pub(super) event_id: Uuid,
    pub(super) realm: String,
    pub(super) kind: String,
    pub(super) actor_id: Option<i64>,
    pub(super) recorded_at: Time,
    pub(super) origin: String,
    /// What the hash of the event covers.
    pub(super) payload: String,
    /// What the digest in the payload covers; nothing if they were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) texts: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) salt: Option<Hex>,
    /// From the event to the root of the seal.
    #[serde(default)]
    pub(super) path: Vec<Hex>,
}

impl ProvenEvent {
    pub(super) fn hash(&self, chat_id: i64) -> Hash {
        let hashed = HashedEvent {
            position: self.position,
            event_id: self.event_id,
            realm: &self.realm,
            chat_id: Some(chat_id),
            kind: &self.kind,
            actor_id: self.actor_id,
            recorded_at: self.recorded_at.0,
            origin: &self.origin,
            payload: &self.payload,
        };
        hashed.hash()
    }
}

/// The name that a user had when the proof was exported. It is not proven.
#[derive(Serialize)]
pub(super) struct UnprovenName {
    pub(super) user_id: i64,
    pub(super) name: String,
}

/// 32 bytes in 64 lower-case hexadecimal digits.
#[derive(Clone, Copy)]
pub(super) struct Hex(pub(super) Hash);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hexadecimal(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes = pairs
            .iter()
            .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
        let bytes: Option<Vec<u8>> = bytes.collect();
        let hash = bytes.and_then(|bytes| bytes.try_into().ok());
        let hash = hash.filter(|_| rest.is_empty());
        hash.map(Self)
            .ok_or_else(|| de::Error::custom("expected 64 lower-case hexadecimal digits"))
    }
}

/// Microseconds since 1970, written as `2026-10-04T18:05:00.000000Z`.
#[derive(Clone, Copy)]
pub(super) struct Time(pub(super) i64);

impl Time {
    pub(super) fn shown(self) -> Option<String> {
        let time = Timestamp::from_microsecond(self.0).ok()?;
        Some(format!("{time:.6}"))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.shown() {
            Some(text) => serializer.serialize_str(&text),
            None => Err(ser::Error::custom("a time is out of range")),
        }
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = text.parse::<Timestamp>().ok();
        let time = time.map(|time| Self(time.as_microsecond()));
        // One time has one form: else two checkers could read it differently.
        time.filter(|time| time.shown().as_ref() == Some(&text))
            .ok_or_else(|| de::Error::custom("expected a time like 2026-10-04T18:05:00.000000Z"))
    }
}

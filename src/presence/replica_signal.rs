//! The signals by which replicas exchange typing, presence and drafts.
//!
//! # Why
//! Unlike the notification of new events a signal carries data, since typing is stored nowhere. A
//! lost signal does little harm: typing expires within seconds, and a change of presence carries
//! a version, so that a replica that missed one notices and reloads. A draft may be longer than a
//! notification, so its signal only names it; clients see a draft that they missed with the chat.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{ChatId, DraftKey, Position, Realm, Typing, UserId};
use crate::log;

const TYPING: &str = "typing";
const PRESENCE: &str = "presence";
const DRAFTS: &str = "drafts";
/// The topics of `vestnik_signals` that [`super::PresenceReceiver`] acts on.
pub(crate) const TOPICS: &[&str] = &[TYPING, PRESENCE, DRAFTS];

/// A NOTIFY holds less than 8,000 bytes, of which the signature takes some.
const MAX_BYTES: usize = 7_900;

/// A signal of a replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReplicaSignal {
    Typing(Vec<TypingUpdate>),
    Presence(PresenceChange),
    Drafts(Vec<DraftKey>),
}

/// A user began to type, or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypingUpdate {
    pub(crate) typing: Typing,
    /// The head of the log at that time: a later message of theirs ends the typing.
    pub(crate) at: Position,
}

/// A change of who is online.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct PresenceChange {
    /// The version of the change before plus one.
    pub(super) version: i64,
    /// `None` if they were too many to list.
    pub(super) online: Option<Vec<UserId>>,
    /// `None` if they were too many to list.
    pub(super) offline: Option<Vec<UserId>>,
}

impl ReplicaSignal {
    /// Decodes a signal; `None` for one of an unknown shape.
    pub(super) fn parse(signal: &log::Signal) -> Option<Self> {
        let content = signal.content.get();
        match signal.topic {
            TYPING => {
                let typing: Vec<WireTyping> = serde_json::from_str(content).ok()?;
                let updates = typing.into_iter().filter_map(WireTyping::into_update);
                Some(Self::Typing(updates.collect()))
            }
            DRAFTS => {
                let keys: Vec<WireDraft> = serde_json::from_str(content).ok()?;
                let keys = keys.into_iter().filter_map(WireDraft::into_key);
                Some(Self::Drafts(keys.collect()))
            }
            PRESENCE => serde_json::from_str(content).ok().map(Self::Presence),
            _ => None,
        }
    }
}

/// A [`TypingUpdate`] in as few bytes as JSON needs: realm, chat, its UUID, user, whether they
/// are typing, position.
#[derive(Serialize, Deserialize)]
struct WireTyping(String, i64, Uuid, i64, bool, i64);

impl From<&TypingUpdate> for WireTyping {
    fn from(update: &TypingUpdate) -> Self {
        let typing = &update.typing;
        Self(
            typing.realm.to_string(),
            typing.chat_id.0,
            typing.chat_uuid,
            typing.user_id.0,
            typing.is_typing,
            update.at.0,
        )
    }
}

impl WireTyping {
    /// `None` for a realm that this version does not know.
    fn into_update(self) -> Option<TypingUpdate> {
        let Self(realm, chat_id, chat_uuid, user_id, is_typing, at) = self;
        let realm: Realm = realm.parse().ok()?;
        Some(TypingUpdate {
            typing: Typing {
                realm,
                chat_id: ChatId(chat_id),
                chat_uuid,
                user_id: UserId(user_id),
                is_typing,
            },
            at: Position(at),
        })
    }
}

/// A [`DraftKey`]: realm, chat, user.
#[derive(Serialize, Deserialize)]
struct WireDraft(String, i64, i64);

impl From<&DraftKey> for WireDraft {
    fn from(key: &DraftKey) -> Self {
        Self(key.realm.to_string(), key.chat_id.0, key.user_id.0)
    }
}

impl WireDraft {
    /// `None` for a realm that this version does not know.
    fn into_key(self) -> Option<DraftKey> {
        let Self(realm, chat_id, user_id) = self;
        Some(DraftKey {
            realm: realm.parse().ok()?,
            chat_id: ChatId(chat_id),
            user_id: UserId(user_id),
        })
    }
}

/// The updates of one notification.
pub(super) struct Payload {
    /// The text of the notification.
    pub(super) text: String,
    /// How many updates it holds.
    pub(super) count: usize,
}

impl Payload {
    /// As many of these typing updates as fit, if there are any.
    pub(super) fn of_typing<'a>(updates: impl Iterator<Item = &'a TypingUpdate>) -> Option<Self> {
        Self::new(TYPING, updates.map(WireTyping::from))
    }

    /// As many of these drafts as fit, if there are any.
    pub(super) fn of_drafts<'a>(keys: impl Iterator<Item = &'a DraftKey>) -> Option<Self> {
        Self::new(DRAFTS, keys.map(WireDraft::from))
    }

    fn new(topic: &str, updates: impl Iterator<Item = impl Serialize>) -> Option<Self> {
        let (mut text, mut count) = (format!("{{\"{topic}\":["), 0);
        for update in updates {
            let entry = serde_json::to_string(&update);
            let entry = entry.expect("an array of scalars can be written");
            if text.len() + entry.len() + 3 > MAX_BYTES {
                break;
            }
            if count > 0 {
                text.push(',');
            }
            text.push_str(&entry);
            count += 1;
        }
        text.push_str("]}");
        (count > 0).then_some(Self { text, count })
    }
}

/// The updates of a payload.
#[cfg(test)]
pub(super) fn parsed(payload: &str) -> Vec<TypingUpdate> {
    #[derive(Deserialize)]
    struct Content {
        typing: Box<serde_json::value::RawValue>,
    }
    let payload: Content = serde_json::from_str(payload).expect("it is a payload");
    let signal = log::Signal {
        topic: TYPING,
        content: payload.typing,
    };
    match ReplicaSignal::parse(&signal) {
        Some(ReplicaSignal::Typing(updates)) => updates,
        other => panic!("not typing: {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(user_id: i64) -> TypingUpdate {
        TypingUpdate {
            typing: Typing {
                realm: Realm::new("test"),
                chat_id: ChatId(12),
                chat_uuid: Uuid::max(),
                user_id: UserId(user_id),
                is_typing: true,
            },
            at: Position(34),
        }
    }

    #[test]
    fn a_payload_is_read_as_it_was_written() {
        let updates = vec![update(1), update(2)];
        let payload = Payload::of_typing(updates.iter()).unwrap();
        assert_eq!(payload.count, 2);
        assert_eq!(parsed(&payload.text), updates);
        assert!(Payload::of_typing([].iter()).is_none());
    }

    #[test]
    fn a_payload_fits_into_a_notification() {
        let updates: Vec<_> = (0..200).map(|n| update(i64::MAX - n)).collect();
        let payload = Payload::of_typing(updates.iter()).unwrap();
        let length = payload.text.len();
        assert!(length < 8_000 && length > 7_500, "{length}");
        assert_eq!(parsed(&payload.text), updates[..payload.count]);
    }

    #[test]
    fn a_malformed_realm_is_skipped() {
        let id = Uuid::nil();
        let text = format!(r#"{{"typing":[["Not a realm",1,"{id}",2,true,3]]}}"#);
        assert_eq!(parsed(&text), []);
    }
}

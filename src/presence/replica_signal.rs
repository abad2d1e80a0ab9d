//! What replicas call out to each other on `vestnik_signals`: who types, who came or went.
//!
//! # Why
//! Unlike the bell, a call is data: there is nothing behind it to be read. So it is allowed to
//! be lost where that heals by itself: typing lapses within seconds, and a change of presence
//! carries a version, so that a replica that missed one sees it and looks for itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::DbConnection;
use crate::db::error::{Error, classify};
use crate::domain::{ChatId, Position, Realm, Typing, UserId};

/// A NOTIFY holds less than 8,000 bytes, and some are the signature's.
const MOST_BYTES: usize = 7_900;

/// Something that a replica called out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplicaSignal {
    /// Who types.
    Typing(Vec<TypingCall>),
    /// Who came or went.
    Presence(PresenceCall),
}

/// Somebody typed, or ceased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypingCall {
    /// Who and where.
    pub typing: Typing,
    /// How far the log went when they did: a later message of theirs ends it.
    pub at: Position,
}

/// A change of who is online.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PresenceCall {
    /// One more than the change before.
    pub version: i64,
    /// Who came, unless they were too many to be named.
    pub online: Option<Vec<UserId>>,
    /// Who went, likewise.
    pub offline: Option<Vec<UserId>>,
}

/// A [`TypingCall`] in as few bytes as JSON needs.
#[derive(Serialize, Deserialize)]
struct WireTyping(String, i64, Uuid, i64, bool, i64);

impl From<&TypingCall> for WireTyping {
    fn from(call: &TypingCall) -> Self {
        let Typing {
            realm,
            chat_id,
            chat_uuid,
            user_id,
            is_typing,
        } = &call.typing;
        Self(
            realm.to_string(),
            chat_id.0,
            *chat_uuid,
            user_id.0,
            *is_typing,
            call.at.0,
        )
    }
}

impl WireTyping {
    /// `None` for a realm that this version does not know.
    fn into_call(self) -> Option<TypingCall> {
        let Self(realm, chat_id, chat_uuid, user_id, is_typing, at) = self;
        let realm: Realm = realm.parse().ok()?;
        Some(TypingCall {
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

/// What any call on the channel may carry, beside what the listener acts on itself.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Payload {
    typing: Vec<WireTyping>,
    presence: Option<PresenceCall>,
}

impl Payload {
    pub(crate) fn into_calls(self) -> impl Iterator<Item = ReplicaSignal> {
        let typing: Vec<_> = self
            .typing
            .into_iter()
            .filter_map(WireTyping::into_call)
            .collect();
        let typing = (!typing.is_empty()).then_some(ReplicaSignal::Typing(typing));
        typing
            .into_iter()
            .chain(self.presence.map(ReplicaSignal::Presence))
    }
}

/// One NOTIFY of who types: as many of these as fit, and how many that are.
fn payload<'a>(calls: impl Iterator<Item = &'a TypingCall>) -> (String, usize) {
    let (mut text, mut count) = ("{\"typing\":[".to_owned(), 0);
    for call in calls {
        let entry = serde_json::to_string(&WireTyping::from(call)).expect("an array of scalars");
        if text.len() + entry.len() + 3 > MOST_BYTES {
            break;
        }
        if count > 0 {
            text.push(',');
        }
        text.push_str(&entry);
        count += 1;
    }
    text.push_str("]}");
    (text, count)
}

/// Calls out who types: as many of these as one NOTIFY holds. Returns how many that were.
pub async fn notify<'a>(
    link: &DbConnection,
    calls: impl Iterator<Item = &'a TypingCall>,
) -> Result<usize, Error> {
    let (text, count) = payload(calls);
    link.query("SELECT public.send_signal($1)", &[&text])
        .await
        .map_err(classify)?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typing(user_id: i64) -> TypingCall {
        TypingCall {
            typing: Typing {
                realm: Realm::Direct,
                chat_id: ChatId(12),
                chat_uuid: Uuid::max(),
                user_id: UserId(user_id),
                is_typing: true,
            },
            at: Position(34),
        }
    }

    fn heard(text: &str) -> Vec<ReplicaSignal> {
        let payload: Payload = serde_json::from_str(text).unwrap();
        payload.into_calls().collect()
    }

    #[test]
    fn what_is_called_out_is_heard() {
        let calls = vec![typing(1), typing(2)];
        let (text, count) = payload(calls.iter());
        assert_eq!(count, 2);
        assert_eq!(heard(&text), [ReplicaSignal::Typing(calls)]);
    }

    #[test]
    fn one_notification_never_outgrows_what_postgres_takes() {
        let calls: Vec<_> = (0..200).map(|n| typing(i64::MAX - n)).collect();
        let (text, count) = payload(calls.iter());
        assert!(text.len() < 8_000 && text.len() > 7_500, "{}", text.len());
        assert_eq!(
            heard(&text),
            [ReplicaSignal::Typing(calls[..count].to_vec())]
        );
    }

    #[test]
    fn a_realm_of_a_newer_version_is_passed_over() {
        let id = Uuid::nil();
        let text = format!(r#"{{"typing":[["future",1,"{id}",2,true,3]]}}"#);
        assert_eq!(heard(&text), []);
    }
}

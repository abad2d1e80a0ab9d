//! Commands: requests of users to append an event. Each is in the file of the family of its kind.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use crate::domain::ids::{ChatId, MessageId, UserId};
use crate::domain::person::Actor;
use crate::domain::realm::Realm;

/// A request to append an event. The database decides on it with the head of the log locked, in the
/// kind's `decide_<kind>()` in `sql/events/`. The result is an [`super::AppendOutcome`] or a
/// [`crate::domain::Rejection`].
pub trait Command: Sized {
    /// The event to append. `decide_<kind>()` reads its payload, and may complete it.
    fn event_of(self, requester: &Requester) -> NewEvent;

    /// The event to append for this user and realm.
    fn into_event(self, realm: Realm, actor: impl Into<Actor>) -> NewEvent {
        let Actor { user_id, via_key } = actor.into();
        self.event_of(&Requester {
            realm,
            user_id,
            via_key,
        })
    }
}

/// The user who requests an event, and the realm.
#[derive(Debug)]
pub struct Requester {
    pub(super) realm: Realm,
    pub(super) user_id: UserId,
    via_key: Option<Arc<str>>,
}

impl Requester {
    /// An event that shares no batch with others of this key.
    pub(super) fn event(
        &self,
        kind: EventKind,
        chat_id: Option<ChatId>,
        payload: &impl Serialize,
        conflict_key: ConflictKey,
    ) -> NewEvent {
        NewEvent {
            event_id: Uuid::now_v7(),
            realm: self.realm,
            actor_id: self.user_id,
            via_key: self.via_key.clone(),
            kind,
            chat_id,
            payload: raw(payload),
            conflict_key,
            limits: None,
        }
    }

    /// An event about the members of a chat, what they share, or its existence.
    pub(super) fn event_of_chat(
        &self,
        kind: EventKind,
        chat_id: ChatId,
        payload: &impl Serialize,
    ) -> NewEvent {
        self.event(kind, Some(chat_id), payload, ConflictKey::Chat(chat_id))
    }

    /// An event about a message, whose chat the database finds.
    pub(super) fn event_of_message(
        &self,
        kind: EventKind,
        message_id: MessageId,
        payload: &impl Serialize,
    ) -> NewEvent {
        self.event(kind, None, payload, ConflictKey::Message(message_id))
    }
}

fn raw(payload: &impl Serialize) -> Box<RawValue> {
    to_raw_value(payload).expect("payloads have string keys and no failing Serialize")
}

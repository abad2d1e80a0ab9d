//! Messages that are sent later: what their authors do with them, and what becomes of them at their time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::messages::{MessageSent, NewMessage};
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use crate::domain::ids::{ChatId, ScheduledId};
use crate::domain::rejection::Rejection;
use crate::domain::text::MessageText;

/// Payload of `message_scheduled`: replicas read the message from the read model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MessageScheduled {}

impl Payload for MessageScheduled {
    fn fields() -> Fields {
        &[
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
            ("client_id", Field::Plain),
            ("reply_to", Field::Event),
            ("type", Field::Plain),
            ("attachments", Field::Files),
            ("mentions", Field::Mentions),
            ("custom", Field::Plain),
            ("silent", Field::Plain),
            ("send_at", Field::Plain),
        ]
    }
}

/// Payload of `scheduled_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScheduledChanged {
    pub scheduled_id: ScheduledId,
}

impl Payload for ScheduledChanged {
    fn fields() -> Fields {
        &[
            ("scheduled_id", Field::Event),
            ("content", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
            ("send_at", Field::Plain),
        ]
    }
}

/// Payload of `scheduled_cancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScheduledCancelled {
    pub scheduled_id: ScheduledId,
}

impl Payload for ScheduledCancelled {
    fn fields() -> Fields {
        &[("scheduled_id", Field::Event)]
    }
}

/// Payload of `scheduled_failed`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScheduledFailed {
    pub scheduled_id: ScheduledId,
    /// That of the [`Rejection`].
    pub code: String,
}

impl Payload for ScheduledFailed {
    fn fields() -> Fields {
        &[("scheduled_id", Field::Event), ("code", Field::Plain)]
    }
}

/// Send a message later. Allowed for those who might send it now.
#[derive(Debug, Clone)]
pub struct ScheduleMessage {
    /// It forwards no message, and is no poll.
    pub message: NewMessage,
    pub send_at: Timestamp,
}

impl Command for ScheduleMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        #[derive(Serialize)]
        struct Scheduling {
            #[serde(flatten)]
            message: MessageSent,
            send_at: String,
        }
        let chat_id = self.message.chat_id;
        let payload = Scheduling {
            message: self.message.payload(),
            send_at: in_milliseconds(self.send_at),
        };
        let (kind, key) = (EventKind::MessageScheduled, key_of(requester));
        requester.event(kind, Some(chat_id), &payload, key)
    }
}

/// Change a scheduled message of the user's own: only what is given changes.
#[derive(Debug, Clone)]
pub struct ChangeScheduled {
    pub id: ScheduledId,
    pub text: Option<MessageText>,
    pub send_at: Option<Timestamp>,
}

impl Command for ChangeScheduled {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let mut payload = json!({ "scheduled_id": self.id });
        if let Some(text) = self.text {
            payload["content"] = text.into_string().into();
        }
        if let Some(send_at) = self.send_at {
            payload["send_at"] = in_milliseconds(send_at).into();
        }
        let kind = EventKind::ScheduledChanged;
        requester.event(kind, None, &payload, key_of(requester))
    }
}

/// Do not send a scheduled message of the user's own.
#[derive(Debug, Clone)]
pub struct CancelScheduled {
    pub id: ScheduledId,
}

impl Command for CancelScheduled {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "scheduled_id": self.id });
        let kind = EventKind::ScheduledCancelled;
        requester.event(kind, None, &payload, key_of(requester))
    }
}

/// Send a scheduled message whose time has come. Changes nothing if that has happened, or if the message is
/// another one now.
#[derive(Debug, Clone)]
pub struct SendScheduled {
    pub id: ScheduledId,
    pub chat_id: ChatId,
    pub client_id: Uuid,
    pub text: String,
    /// What the payload has besides.
    pub parts: Map<String, Value>,
}

impl Command for SendScheduled {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let mut payload = self.parts;
        payload.insert("content".to_owned(), self.text.into());
        payload.insert("client_id".to_owned(), json!(self.client_id));
        payload.insert("scheduled_id".to_owned(), json!(self.id));
        let (kind, key) = (EventKind::MessageSent, key_of(requester));
        requester.event(kind, Some(self.chat_id), &payload, key)
    }
}

/// Record that a scheduled message was refused at its time. Changes nothing if its author has changed or
/// cancelled it meanwhile.
#[derive(Debug, Clone)]
pub struct FailScheduled {
    pub id: ScheduledId,
    pub rejection: Rejection,
}

impl Command for FailScheduled {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "scheduled_id": self.id, "code": self.rejection.code() });
        let kind = EventKind::ScheduledFailed;
        requester.event(kind, None, &payload, key_of(requester))
    }
}

/// One event at a time about the scheduled messages of a user in a realm: so together they stay within the limit,
/// and what is changed is not sent as it was before.
fn key_of(requester: &Requester) -> ConflictKey {
    ConflictKey::Actor(requester.realm, requester.user_id)
}

/// Always with three digits of the second: equal times are equal texts.
fn in_milliseconds(time: Timestamp) -> String {
    format!("{time:.3}")
}

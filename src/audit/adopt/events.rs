//! The events that rows of the origin become.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::audit::portable::{EventLine, PersonKey};
use crate::domain::{EventKind, Realm};

/// What the events of a row have in common.
#[derive(Clone, Copy)]
pub(super) struct Base {
    pub(super) realm: Realm,
    pub(super) chat: Uuid,
    pub(super) at: Timestamp,
    pub(super) actor: Option<PersonKey>,
}

/// A message as the origin has it.
pub(super) struct Message {
    pub(super) id: Uuid,
    pub(super) content: String,
    /// `file` or `image`; `None`: a text.
    pub(super) kind: Option<String>,
    /// In the form of a portable export.
    pub(super) files: Vec<Value>,
    pub(super) reply_to: Option<Uuid>,
}

impl Base {
    fn event(&self, event_id: Uuid, kind: EventKind, payload: Value) -> EventLine {
        let payload = match payload {
            Value::Object(payload) => payload,
            _ => Map::new(),
        };
        EventLine {
            event_id,
            at: self.at,
            realm: self.realm.to_string(),
            chat: Some(self.chat),
            kind: kind.as_str().to_owned(),
            actor: self.actor,
            payload,
            state: None,
        }
    }

    pub(super) fn chat_created(&self, payload: Value) -> EventLine {
        self.event(self.chat, EventKind::ChatCreated, payload)
    }

    pub(super) fn joined(&self, event_id: Uuid, person: PersonKey, role: &str) -> EventLine {
        let payload = json!({ "user_id": person, "role": role });
        self.event(event_id, EventKind::ParticipantJoined, payload)
    }

    pub(super) fn left(&self, event_id: Uuid, person: PersonKey) -> EventLine {
        let payload = json!({ "user_id": person });
        self.event(event_id, EventKind::ParticipantLeft, payload)
    }

    pub(super) fn sent(&self, message: &Message) -> EventLine {
        let mut payload = json!({ "content": message.content });
        if let Some(kind) = &message.kind {
            payload["type"] = json!(kind);
        }
        if !message.files.is_empty() {
            payload["attachments"] = json!(message.files);
        }
        if let Some(original) = message.reply_to {
            payload["reply_to"] = json!(original);
        }
        self.event(message.id, EventKind::MessageSent, payload)
    }

    pub(super) fn edited(&self, event_id: Uuid, message: &Message) -> EventLine {
        let payload = json!({ "message_id": message.id, "content": message.content });
        self.event(event_id, EventKind::MessageEdited, payload)
    }

    pub(super) fn deleted(&self, event_id: Uuid, message: Uuid) -> EventLine {
        let payload = json!({ "message_id": message });
        self.event(event_id, EventKind::MessageDeleted, payload)
    }

    pub(super) fn read(&self, event_id: Uuid, up_to: Uuid) -> EventLine {
        let payload = json!({ "up_to_id": up_to });
        self.event(event_id, EventKind::ChatRead, payload)
    }
}

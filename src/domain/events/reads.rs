//! Read marks.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{ChatId, MessageId};

/// Payload of `chat_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRead {
    /// The newest message that the actor has read.
    pub up_to_id: MessageId,
    /// Whether that is a message of the actor's own, whose event tells of the mark.
    #[serde(default)]
    pub visit: bool,
    /// The messages of others that the mark newly covers, oldest first, in a realm that has read
    /// times: read with the event.
    #[serde(skip)]
    pub newly_read: Vec<MessageId>,
}

impl Payload for ChatRead {
    fn fields() -> Fields {
        &[
            ("up_to_id", Field::Event),
            ("from_id", Field::Event),
            ("visit", Field::Plain),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        if self.visit { &[] } else { &[ShownAs::Read] }
    }

    fn memory(&self) -> usize {
        // The ids, and two frames of digits.
        32 * self.newly_read.len()
    }
}

/// Mark a chat read.
#[derive(Debug, Clone)]
pub struct MarkRead {
    pub chat_id: ChatId,
    /// Up to and including this message; `None`: the newest.
    pub up_to: Option<MessageId>,
}

impl Command for MarkRead {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "up_to_id": self.up_to });
        let key = ConflictKey::Read(self.chat_id, requester.user_id);
        requester.event(EventKind::ChatRead, Some(self.chat_id), &payload, key)
    }
}

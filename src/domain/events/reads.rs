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

/// Payload of `chat_marked_unread` and `chat_read_again`: replicas read the mark, which the actor alone sees, from
/// the read model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMark {
    /// The newest message that the actor has read; 0: none.
    pub up_to_id: MessageId,
}

impl Payload for OwnMark {
    fn fields() -> Fields {
        &[("message_id", Field::Event), ("up_to_id", Field::Event)]
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

/// Mark a chat unread on the user's own devices: others go on seeing what the user has read.
#[derive(Debug, Clone)]
pub struct MarkUnread {
    pub chat_id: ChatId,
    /// The first message that is unread then.
    pub from: MessageId,
}

impl Command for MarkUnread {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.from });
        let key = ConflictKey::Read(self.chat_id, requester.user_id);
        let kind = EventKind::ChatMarkedUnread;
        requester.event(kind, Some(self.chat_id), &payload, key)
    }
}

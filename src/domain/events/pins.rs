//! Messages that are pinned for all participants of their chat.

use serde::{Deserialize, Serialize};

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::NewEvent;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{ChatId, MessageId};

/// Payload of `message_pinned` and `message_unpinned`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePinned {
    pub message_id: MessageId,
}

impl Payload for MessagePinned {
    fn fields() -> Fields {
        &[("message_id", Field::Event)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat]
    }
}

/// Pin a message for all members. Allowed for both users of a private chat, and for the owner and the
/// admins of a group.
#[derive(Debug, Clone)]
pub struct PinMessage {
    pub chat_id: ChatId,
    pub message_id: MessageId,
}

impl Command for PinMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let message_id = self.message_id;
        let payload = MessagePinned { message_id };
        requester.event_of_chat(EventKind::MessagePinned, self.chat_id, &payload)
    }
}

/// Unpin a message. Allowed like [`PinMessage`].
#[derive(Debug, Clone)]
pub struct UnpinMessage {
    pub chat_id: ChatId,
    pub message_id: MessageId,
}

impl Command for UnpinMessage {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let message_id = self.message_id;
        let payload = MessagePinned { message_id };
        requester.event_of_chat(EventKind::MessageUnpinned, self.chat_id, &payload)
    }
}

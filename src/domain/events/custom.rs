//! Changes of custom data of chats and messages. Replicas read the data from the read model.

use serde::Deserialize;
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::NewEvent;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::custom::Custom;
use crate::domain::ids::{ChatId, MessageId, UserId};

/// Payload of `chat_custom_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChatCustomChanged {}

impl Payload for ChatCustomChanged {
    fn fields() -> Fields {
        &[
            ("custom", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat]
    }
}

/// Change the custom data of a chat by a merge patch; without one remove them. Allowed for the owner and the admins
/// of a group, and for programs.
#[derive(Debug, Clone)]
pub struct ChangeChatCustom {
    pub chat_id: ChatId,
    pub patch: Option<Custom>,
}

impl Command for ChangeChatCustom {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "custom": self.patch });
        requester.event_of_chat(EventKind::ChatCustomChanged, self.chat_id, &payload)
    }
}

/// Payload of `message_custom_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MessageCustomChanged {
    pub message_id: MessageId,
    /// Of the message.
    #[serde(default)]
    pub author_id: Option<UserId>,
}

impl Payload for MessageCustomChanged {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("author_id", Field::Person),
            ("custom", Field::Plain),
            ("content_digest", Field::Plain),
            ("erased_user_id", Field::Person),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::MessageEdited]
    }
}

/// Change the custom data of a message by a merge patch; without one remove them. Allowed for its author, and for
/// programs.
#[derive(Debug, Clone)]
pub struct ChangeMessageCustom {
    pub message_id: MessageId,
    pub patch: Option<Custom>,
}

impl Command for ChangeMessageCustom {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id, "custom": self.patch });
        requester.event_of_message(EventKind::MessageCustomChanged, self.message_id, &payload)
    }
}

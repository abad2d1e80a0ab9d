//! Reactions to messages.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::NewEvent;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::emoji::Emoji;
use crate::domain::ids::{MessageId, UserId};

/// Payload of `reaction_added` and `reaction_removed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    pub message_id: MessageId,
    /// Whose reaction it is. The database removes those of an erased user.
    pub user_id: UserId,
    pub emoji: String,
    /// The number of users who react to the message with this emoji afterwards.
    pub count: i64,
}

impl Payload for Reaction {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("user_id", Field::Person),
            ("emoji", Field::Plain),
            ("count", Field::Plain),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Reaction]
    }
}

/// React to a message.
#[derive(Debug, Clone)]
pub struct AddReaction {
    pub message_id: MessageId,
    pub emoji: Emoji,
}

impl Command for AddReaction {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id, "emoji": self.emoji });
        requester.event_of_message(EventKind::ReactionAdded, self.message_id, &payload)
    }
}

/// Take a reaction back.
#[derive(Debug, Clone)]
pub struct RemoveReaction {
    pub message_id: MessageId,
    pub emoji: Emoji,
}

impl Command for RemoveReaction {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = json!({ "message_id": self.message_id, "emoji": self.emoji });
        requester.event_of_message(EventKind::ReactionRemoved, self.message_id, &payload)
    }
}

//! Reactions to messages.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::ShownAs;
use crate::domain::{MessageId, UserId};

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

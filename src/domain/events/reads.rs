//! Read marks.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::ShownAs;
use crate::domain::MessageId;

/// Payload of `chat_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRead {
    /// The newest message that the actor has read.
    pub up_to_id: MessageId,
    /// The messages of others that the mark newly covers, oldest first, in a realm that has read
    /// times: read with the event.
    #[serde(skip)]
    pub newly_read: Vec<MessageId>,
}

impl Payload for ChatRead {
    fn fields() -> Fields {
        &[("up_to_id", Field::Event), ("from_id", Field::Event)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Read]
    }
}

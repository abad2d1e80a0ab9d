//! Files of messages.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{AttachmentId, MessageId, UserId};

/// Payload of `attachment_processed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentProcessed {
    pub message_id: MessageId,
    /// Of the message, which has the file of another user if it is forwarded.
    pub author_id: UserId,
    pub attachment_id: AttachmentId,
}

impl Payload for AttachmentProcessed {
    fn fields() -> Fields {
        &[
            ("message_id", Field::Event),
            ("author_id", Field::Person),
            ("attachment_id", Field::File),
        ]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::MessageEdited]
    }
}

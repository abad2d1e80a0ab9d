//! Messages that are pinned for all participants of their chat.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::ShownAs;
use crate::domain::MessageId;

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

//! Files of messages.

use serde::{Deserialize, Serialize};

use crate::domain::{AttachmentId, MessageId, UserId};

/// Payload of `attachment_processed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentProcessed {
    pub message_id: MessageId,
    /// Of the message, which has the file of another user if it is forwarded.
    pub author_id: UserId,
    pub attachment_id: AttachmentId,
}

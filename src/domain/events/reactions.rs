//! Reactions to messages.

use serde::{Deserialize, Serialize};

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

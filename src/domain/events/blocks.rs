//! Users who block each other.

use serde::{Deserialize, Serialize};

use crate::domain::UserId;

/// Payload of `participant_blocked` and `participant_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantBlocked {
    /// The other user of the private chat.
    pub user_id: UserId,
}

/// Payload of `user_blocked` and `user_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBlocked {
    pub user_id: UserId,
    /// Who blocks or unblocks them, unless it is the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocker_id: Option<UserId>,
}

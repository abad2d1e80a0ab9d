//! Users who block each other.

use serde::{Deserialize, Serialize};

use super::payload::{Field, Fields, Payload};
use super::{Event, EventBody};
use crate::domain::UserId;

/// Payload of `participant_blocked` and `participant_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantBlocked {
    /// The other user of the private chat.
    pub user_id: UserId,
}

impl Payload for ParticipantBlocked {
    fn fields() -> Fields {
        &[("user_id", Field::Person)]
    }
}

/// Payload of `user_blocked` and `user_unblocked`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBlocked {
    pub user_id: UserId,
    /// Who blocks or unblocks them, unless it is the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocker_id: Option<UserId>,
}

impl Payload for UserBlocked {
    fn fields() -> Fields {
        &[("user_id", Field::Person), ("blocker_id", Field::Person)]
    }
}

impl Event {
    /// The two users of a block or unblock, the blocker first; `None` for other events.
    pub fn blocked_pair(&self) -> Option<(UserId, UserId)> {
        let (blocker, blocked) = match &self.body {
            EventBody::UserBlocked(block) | EventBody::UserUnblocked(block) => {
                (block.blocker_id.or(self.actor_id), block.user_id)
            }
            EventBody::ParticipantBlocked(block) | EventBody::ParticipantUnblocked(block) => {
                (self.actor_id, block.user_id)
            }
            _ => return None,
        };
        Some((blocker?, blocked))
    }
}

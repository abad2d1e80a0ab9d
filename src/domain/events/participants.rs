//! Participants of chats.

use serde::{Deserialize, Serialize};

use crate::domain::{Role, UserId};

/// Payload of `participant_joined`, and a participant in other payloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    pub user_id: UserId,
    /// Their role in this chat.
    #[serde(default = "member")]
    pub role: String,
}

impl Participant {
    /// A participant with the role `member`.
    pub fn member(user_id: UserId) -> Self {
        Self {
            user_id,
            role: member(),
        }
    }
}

fn member() -> String {
    Role::Member.as_str().to_owned()
}

/// Payload of `participant_left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantLeft {
    pub user_id: UserId,
}

//! Users who block each other.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::{ConflictKey, NewEvent};
use super::payload::{Field, Fields, Payload};
use crate::domain::ids::{ChatId, UserId};

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

/// Block the other user of a private chat, in every chat of the two.
#[derive(Debug, Clone)]
pub struct BlockCounterpart {
    pub chat_id: ChatId,
}

impl Command for BlockCounterpart {
    fn event_of(self, requester: &Requester) -> NewEvent {
        requester.event_of_chat(EventKind::ParticipantBlocked, self.chat_id, &json!({}))
    }
}

/// Lift the block of the other user of a private chat.
#[derive(Debug, Clone)]
pub struct UnblockCounterpart {
    pub chat_id: ChatId,
}

impl Command for UnblockCounterpart {
    fn event_of(self, requester: &Requester) -> NewEvent {
        requester.event_of_chat(EventKind::ParticipantUnblocked, self.chat_id, &json!({}))
    }
}

/// Block a user: the blocked user can neither send the actor private messages nor add the actor to groups.
#[derive(Debug, Clone)]
pub struct BlockUser {
    pub user_id: UserId,
}

impl Command for BlockUser {
    fn event_of(self, requester: &Requester) -> NewEvent {
        event_of_block(EventKind::UserBlocked, self.user_id, requester)
    }
}

/// Lift the block of a user.
#[derive(Debug, Clone)]
pub struct UnblockUser {
    pub user_id: UserId,
}

impl Command for UnblockUser {
    fn event_of(self, requester: &Requester) -> NewEvent {
        event_of_block(EventKind::UserUnblocked, self.user_id, requester)
    }
}

fn event_of_block(kind: EventKind, user_id: UserId, requester: &Requester) -> NewEvent {
    let key = ConflictKey::Block(requester.realm, requester.user_id, user_id);
    requester.event(kind, None, &json!({ "user_id": user_id }), key)
}

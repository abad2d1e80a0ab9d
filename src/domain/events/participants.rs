//! Participants of chats.

use serde::{Deserialize, Serialize};

use super::command::{Command, Requester};
use super::kind::EventKind;
use super::new_event::NewEvent;
use super::payload::{Field, Fields, Payload};
use super::shown_as::ShownAs;
use crate::domain::ids::{ChatId, UserId};
use crate::domain::person::Role;

/// Payload of `participant_joined`, and a participant in other payloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    pub user_id: UserId,
    /// Their role in this chat.
    #[serde(default = "member")]
    pub role: String,
}

impl Participant {
    /// A participant with the role `admin`.
    pub fn admin(user_id: UserId) -> Self {
        Self {
            user_id,
            role: Role::Admin.as_str().to_owned(),
        }
    }

    /// A participant with the role `member`.
    pub fn member(user_id: UserId) -> Self {
        Self {
            user_id,
            role: member(),
        }
    }
}

impl Payload for Participant {
    fn fields() -> Fields {
        MEMBER_FIELDS
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat, ShownAs::Member, ShownAs::Message]
    }
}

const MEMBER_FIELDS: Fields = &[("user_id", Field::Person), ("role", Field::Plain)];

fn member() -> String {
    Role::Member.as_str().to_owned()
}

/// The role of a member in a chat. Only groups have owners and admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MemberRole {
    Owner,
    Admin,
    Member,
}

impl MemberRole {
    /// The role with this name in `sql/access/member_role.sql`.
    pub fn named(name: &str) -> Self {
        match name {
            "owner" => Self::Owner,
            "admin" => Self::Admin,
            _ => Self::Member,
        }
    }
}

/// Payload of `participant_role_changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantRoleChanged {
    pub user_id: UserId,
    /// `owner`: the actor, who was the owner, is an admin from then on.
    pub role: MemberRole,
}

impl Payload for ParticipantRoleChanged {
    fn fields() -> Fields {
        MEMBER_FIELDS
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[ShownAs::Chat, ShownAs::Member]
    }
}

/// Payload of `participant_left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantLeft {
    pub user_id: UserId,
}

impl Payload for ParticipantLeft {
    fn fields() -> Fields {
        &[("user_id", Field::Person)]
    }

    fn shown_as(&self) -> &'static [ShownAs] {
        &[
            ShownAs::Chat,
            ShownAs::MemberRemoved,
            ShownAs::Member,
            ShownAs::Message,
        ]
    }
}

/// Add a member to a group. Allowed for its owner and admins.
#[derive(Debug, Clone)]
pub struct AddParticipant {
    pub chat_id: ChatId,
    pub user_id: UserId,
}

impl Command for AddParticipant {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = Participant::member(self.user_id);
        requester.event_of_chat(EventKind::ParticipantJoined, self.chat_id, &payload)
    }
}

/// Add an admin to a group. Allowed for its owner.
#[derive(Debug, Clone)]
pub struct AddAdmin {
    pub chat_id: ChatId,
    pub user_id: UserId,
}

impl Command for AddAdmin {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = Participant::admin(self.user_id);
        requester.event_of_chat(EventKind::ParticipantJoined, self.chat_id, &payload)
    }
}

/// Change the role of a member of a group. Allowed for its owner, who becomes an admin by making another
/// one the owner.
#[derive(Debug, Clone)]
pub struct ChangeRole {
    pub chat_id: ChatId,
    pub user_id: UserId,
    pub role: MemberRole,
}

impl Command for ChangeRole {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let payload = ParticipantRoleChanged {
            user_id: self.user_id,
            role: self.role,
        };
        requester.event_of_chat(EventKind::ParticipantRoleChanged, self.chat_id, &payload)
    }
}

/// Leave a group, or remove a participant but the owner, as the owner or an admin.
#[derive(Debug, Clone)]
pub struct RemoveParticipant {
    pub chat_id: ChatId,
    pub user_id: UserId,
}

impl Command for RemoveParticipant {
    fn event_of(self, requester: &Requester) -> NewEvent {
        let user_id = self.user_id;
        let payload = ParticipantLeft { user_id };
        requester.event_of_chat(EventKind::ParticipantLeft, self.chat_id, &payload)
    }
}

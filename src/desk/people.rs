//! Chats and their members, as the desk names them.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::audit::Person;
use crate::domain::{ChatId, Name, Role, UserId};

/// A chat.
#[derive(Debug, Clone)]
pub struct DeskChat {
    pub id: ChatId,
    pub is_group: bool,
    /// Of a group.
    pub title: Option<String>,
    /// The subject of the chat, which only the realm interprets.
    pub context: Option<Value>,
    pub created_at: Timestamp,
    /// Present and former members, the first 100 by id.
    pub members: Vec<DeskMember>,
}

/// A present or former member of a chat.
#[derive(Debug, Clone, Deserialize)]
pub struct DeskMember {
    pub id: i64,
    exists: bool,
    name: Option<String>,
    role: Option<Role>,
    /// The role in the chat.
    pub member_role: String,
    pub left: bool,
}

impl DeskChat {
    /// The present seller of the listing that the chat is about.
    pub fn seller(&self) -> Option<&DeskMember> {
        let mut members = self.members.iter();
        members.find(|member| !member.left && member.member_role == "seller")
    }
}

impl DeskMember {
    /// The member as a person.
    pub fn person(&self) -> Person {
        let id = UserId(self.id);
        Person {
            id,
            name: if self.exists {
                Name::of(id, self.name.clone())
            } else {
                Name::Removed
            },
            role: self.role,
        }
    }

    /// Whether others wait for this member's answers.
    pub fn answers(&self) -> bool {
        !self.left && matches!(self.member_role.as_str(), "teacher" | "seller")
    }
}

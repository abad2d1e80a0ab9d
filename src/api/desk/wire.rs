//! People and chats at the desk.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::chats::wire::{ChatType, Listing};
use crate::domain::Role;
use crate::http::Time;

/// A person at the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskPerson {
    #[schema(example = 7)]
    pub id: i64,
    /// Null if the user was deleted or erased.
    #[schema(required = true, example = "Анна Соколова")]
    pub name: Option<String>,
    /// Null if the user was deleted or erased.
    #[schema(required = true, example = "teacher")]
    pub role: Option<Role>,
}

/// A chat at the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskChat {
    #[schema(example = 40)]
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: ChatType,
    /// The title of a group.
    #[schema(required = true)]
    pub title: Option<String>,
    /// The subject of a chat of the type `listing`.
    #[schema(required = true)]
    pub listing: Option<Listing>,
    /// Present and former members, at most 100.
    pub members: Vec<DeskMember>,
    pub created_at: Time,
}

/// A present or former member of a chat at the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskMember {
    #[serde(flatten)]
    pub person: DeskPerson,
    /// The role in the chat, such as `teacher`, `student`, `seller`, `buyer`, `owner`, `admin`.
    #[schema(example = "student")]
    pub member_role: String,
    /// Whether the person is not in the chat any more.
    pub left: bool,
}

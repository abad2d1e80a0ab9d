//! Members of a chat.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::users::wire::User;
use crate::domain;
use crate::http::Time;

/// A member of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    pub user: User,
    pub role: MemberRole,
    pub joined_at: Time,
    /// The newest message that the member has read, 0 if none.
    #[schema(example = 812)]
    pub last_read_id: i64,
}

/// A page of the members of a chat.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberList {
    /// The owner, then the admins, then the others, each by when they joined.
    pub members: Vec<Member>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The members whom a request added, or whose roles it changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedMembers {
    /// As they are now, in the order of the list of members.
    pub members: Vec<Member>,
}

/// A page of the members of a chat.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Words that begin parts of the name.
    pub q: Option<String>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page with the same `q`.
    pub cursor: Option<String>,
}

/// The role of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = MemberRole)]
pub enum MemberRole {
    Owner,
    Admin,
    Member,
}

/// The body of `POST /chats/{id}/members`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembers {
    /// 1 to 100 users, together with `external_ids`.
    #[schema(max_items = 100)]
    pub user_ids: Option<Vec<i64>>,
    #[schema(max_items = 100)]
    pub external_ids: Option<Vec<String>>,
    /// `admin` or `member`, by default `member`.
    pub role: Option<MemberRole>,
}

/// The body of `PATCH /chats/{id}/members/{user_id}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// `owner` hands the ownership over: the caller becomes an admin.
    pub role: MemberRole,
}

impl From<domain::MemberRole> for MemberRole {
    fn from(role: domain::MemberRole) -> Self {
        match role {
            domain::MemberRole::Owner => Self::Owner,
            domain::MemberRole::Admin => Self::Admin,
            domain::MemberRole::Member => Self::Member,
        }
    }
}

impl From<MemberRole> for domain::MemberRole {
    fn from(role: MemberRole) -> Self {
        match role {
            MemberRole::Owner => Self::Owner,
            MemberRole::Admin => Self::Admin,
            MemberRole::Member => Self::Member,
        }
    }
}

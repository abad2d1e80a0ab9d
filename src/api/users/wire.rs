//! People.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::Role;
use crate::http::Time;

/// The longest name of a person, in characters.
pub(in crate::api) const NAME_MAX: usize = 200;

/// A person, as others see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The user id.
    #[schema(example = 7)]
    pub id: i64,
    /// The name. Empty if the user was erased.
    #[schema(example = "Анна Соколова")]
    pub name: String,
    /// The role. Null if the user was erased.
    #[schema(required = true, example = "teacher")]
    pub role: Option<Role>,
    /// The address of the picture.
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    /// Whether the user is connected, as far as the caller may know.
    pub online: bool,
    /// When the user last connected or disconnected. Null if never, or if the caller may not know.
    #[schema(required = true)]
    pub last_seen: Option<Time>,
}

/// A page of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A person in a list of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundUser {
    #[serde(flatten)]
    pub user: User,
    /// With `deactivated=true` alone: the e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub email: Option<String>,
    /// With `deactivated=true` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub deactivated_at: Option<Time>,
}

impl From<User> for FoundUser {
    fn from(user: User) -> Self {
        Self {
            user,
            email: None,
            deactivated_at: None,
        }
    }
}

/// A page of a list of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundUserList {
    pub users: Vec<FoundUser>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of the people whom the caller may write to, of those of `ids`, or of those who were deactivated.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// A part of the name, or the exact e-mail address.
    pub q: Option<String>,
    /// 1 to 100 user ids, separated by commas, without `q` and `deactivated`.
    #[param(example = "6,7")]
    pub ids: Option<String>,
    /// `true`: the people who were deactivated, the latest first. For admins, and for API keys.
    pub deactivated: Option<bool>,
    /// The size of a page: 1 to 100, by default 50, with `ids` 100.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

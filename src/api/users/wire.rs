//! People.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::Role;

/// The longest name of a person, in characters.
pub(in crate::api) const NAME_MAX: usize = 200;

/// A person, as others see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The user id.
    #[schema(example = 7)]
    pub id: i64,
    /// The name. Empty if the user was deleted.
    #[schema(example = "Анна Соколова")]
    pub name: String,
    /// The role. Null if the user was deleted.
    #[schema(required = true, example = "teacher")]
    pub role: Option<Role>,
    /// The address of the picture.
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    /// Whether the user is connected, as far as the caller may know.
    pub online: bool,
    /// When the user last connected or disconnected. Null if never, or if the caller may not know.
    #[schema(required = true)]
    pub last_seen: Option<Timestamp>,
}

/// A page of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// A page of the people whom the caller may write to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// A part of the name, or the exact e-mail address.
    pub q: Option<String>,
    /// The size of a page: 1 to 100, by default 50.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
    /// `next_cursor` of the previous page.
    pub cursor: Option<String>,
}

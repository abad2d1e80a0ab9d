//! Users and sessions.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Role;

/// A user of the school.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// The user id.
    #[schema(example = 456)]
    pub id: i64,
    /// The e-mail address for log-in. Null for users of a foreign identity provider.
    #[schema(required = true, example = "teacher@school.test")]
    pub email: Option<String>,
    /// The name that other users see.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// The role, which determines the permissions.
    #[schema(example = "teacher")]
    pub role: Role,
    /// The address of the picture.
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    /// When the user was added.
    pub created_at: Timestamp,
}

/// The body of `POST /api/auth/login`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Login {
    /// The e-mail address; case-insensitive.
    #[schema(example = "teacher@school.test")]
    pub email: String,
    /// The password: at most 1,024 bytes.
    pub password: String,
}

/// The answer to a log-in and to a refresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// The user of the session.
    pub user: User,
    /// The access token for `Authorization: Bearer`. Browsers also receive it as a cookie.
    pub token: String,
    /// When the access token expires.
    pub expires_at: Timestamp,
}

/// The answer of `GET /api/admin/users`.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    /// The users of the page, by id.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// The body of `POST /api/admin/users`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// The e-mail address: 1 to 255 characters. It must not be in use, in any case.
    #[schema(example = "student@school.test")]
    pub email: String,
    /// The name that other users see: 1 to 255 characters.
    #[schema(example = "Мария Соколова")]
    pub name: String,
    /// The role, which determines the permissions.
    #[schema(example = "student")]
    pub role: Role,
    /// The password: at least 8 characters, at most 1,024 bytes. Without one the user cannot log in
    /// here.
    #[schema(min_length = 8)]
    pub password: Option<String>,
}

/// A participant of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// The user id.
    #[schema(example = 456)]
    pub id: i64,
    /// The name. Empty if the user was deleted.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// The role in this chat.
    #[schema(example = "teacher")]
    pub role: Role,
}

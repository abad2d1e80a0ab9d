//! People, and signing in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Role;

/// Somebody who signed in, or could.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// Their id.
    #[schema(example = 456)]
    pub id: i64,
    /// What they sign in with; absent for people a foreign token brought.
    #[schema(required = true, example = "teacher@school.test")]
    pub email: Option<String>,
    /// What others see.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// What they may do.
    #[schema(example = "teacher")]
    pub role: Role,
    /// Since when they are known.
    pub created_at: Timestamp,
}

/// `POST /api/auth/login`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Login {
    /// Case does not matter.
    #[schema(example = "teacher@school.test")]
    pub email: String,
    /// At most 1,024 bytes.
    pub password: String,
}

/// Answer to a log-in and to a refresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// Who signed in.
    pub user: User,
    /// For `Authorization: Bearer`; browsers have it as a cookie already.
    pub token: String,
    /// When the token stops counting.
    pub expires_at: Timestamp,
}

/// `GET /api/admin/users`.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    /// By id.
    pub users: Vec<User>,
    /// For `?cursor=`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// `POST /api/admin/users`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUser {
    /// Must not be taken, in whatever case.
    #[schema(example = "student@school.test")]
    pub email: String,
    /// 1 to 255 characters.
    #[schema(example = "Мария Соколова")]
    pub name: String,
    /// What they may do.
    #[schema(example = "student")]
    pub role: Role,
    /// Without one they cannot sign in here. At least 8 characters, at most 1,024 bytes.
    #[schema(min_length = 8)]
    pub password: Option<String>,
}

/// Somebody in a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// Their id.
    #[schema(example = 456)]
    pub id: i64,
    /// Empty where the user was removed.
    #[schema(example = "Иван Петров")]
    pub name: String,
    /// What they are in this chat.
    #[schema(example = "teacher")]
    pub role: Role,
}

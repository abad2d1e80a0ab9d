//! People.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Role;

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
    /// The path of the picture.
    #[schema(required = true)]
    pub avatar_url: Option<String>,
    /// Whether the user is connected, as far as the caller may know.
    pub online: bool,
    /// When the user last connected or disconnected. Null if never, or if the caller may not know.
    #[schema(required = true)]
    pub last_seen: Option<Timestamp>,
}

/// The caller.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Account {
    #[serde(flatten)]
    pub user: User,
    /// The e-mail address.
    #[schema(required = true)]
    pub email: Option<String>,
    /// The language of names and of what the server sends: `ru` or `en`.
    #[schema(example = "en")]
    pub language: &'static str,
    pub notifications: Notifications,
}

/// How the caller is reached while away.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notifications {
    pub push: bool,
    pub email: bool,
    #[schema(required = true)]
    pub quiet_hours: Option<QuietHours>,
}

/// Hours without notifications.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuietHours {
    #[schema(example = "22:00")]
    pub from: String,
    #[schema(example = "07:00")]
    pub to: String,
    #[schema(example = "Europe/Moscow")]
    pub time_zone: String,
}

//! People.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::given::given;
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
    /// The address of the picture.
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

/// Hours without notifications, which may span midnight.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct QuietHours {
    /// `HH:MM`.
    #[schema(example = "22:00")]
    pub from: String,
    /// `HH:MM`, another time.
    #[schema(example = "07:00")]
    pub to: String,
    /// A name of the IANA database.
    #[schema(example = "Europe/Moscow")]
    pub time_zone: String,
}

/// The body of `PATCH /me`. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AccountChanges {
    /// 1 to 200 characters.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// A picture that the caller uploaded. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub avatar_id: Option<Option<i64>>,
    pub language: Option<LanguageTag>,
    pub notifications: Option<NotificationChanges>,
}

/// A language of the server.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LanguageTag {
    En,
    Ru,
}

/// Changes of notifications. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NotificationChanges {
    pub push: Option<bool>,
    pub email: Option<bool>,
    /// Null: no quiet hours.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<QuietHours>)]
    pub quiet_hours: Option<Option<QuietHours>>,
}

/// The body of `PUT /users/{external_id}`. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ManagedUser {
    /// 1 to 200 characters.
    #[schema(max_length = 200)]
    pub name: String,
    /// Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// By default `member`.
    #[schema(value_type = Option<ManagedRole>)]
    pub role: Option<Role>,
    /// An `https` address of at most 2,000 characters. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub avatar_url: Option<Option<String>>,
}

// Only for the OpenAPI document: other roles are no malformed requests.
/// A role that keys may give; another one is 403.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ManagedRole {
    Student,
    Teacher,
    Member,
}

/// An item of the body of `PUT /users`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ListedUser {
    /// 1 to 255 characters.
    pub external_id: String,
    #[serde(flatten)]
    pub user: ManagedUser,
}

/// The answer of `PUT /users`.
#[derive(Debug, Serialize, ToSchema)]
pub struct PutUsers {
    /// In the order of the request.
    pub users: Vec<User>,
}

/// The body of `POST /tokens`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    pub user_id: i64,
    /// At most a day.
    #[schema(minimum = 1, maximum = 86_400)]
    pub ttl_seconds: u32,
}

/// A token of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    /// For `Authorization: Bearer`.
    pub token: String,
    pub expires_at: Timestamp,
}

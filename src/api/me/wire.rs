//! The caller, and how they are reached.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::given::given;
use crate::api::users::wire::User;

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
#[serde(deny_unknown_fields)]
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
#[serde(deny_unknown_fields)]
pub struct AccountChanges {
    /// 1 to 200 characters, not null.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// A picture that the caller uploaded. Null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub avatar_id: Option<Option<i64>>,
    /// Not null.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub language: Option<LanguageTag>,
    /// Null: the default of each.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<NotificationChanges>)]
    pub notifications: Option<Option<NotificationChanges>>,
}

/// A language of the server.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LanguageTag {
    En,
    Ru,
}

/// Changes of notifications. What is absent stays, null gives back the default.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationChanges {
    /// By default true.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub push: Option<Option<bool>>,
    /// By default true.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub email: Option<Option<bool>>,
    /// Null: no quiet hours.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<QuietHours>)]
    pub quiet_hours: Option<Option<QuietHours>>,
}

impl NotificationChanges {
    /// Gives back every default.
    pub(super) fn to_defaults() -> Self {
        Self {
            push: Some(None),
            email: Some(None),
            quiet_hours: Some(None),
        }
    }
}

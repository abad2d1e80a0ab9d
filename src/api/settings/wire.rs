//! The caller's settings of a chat.

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::time;

/// The body of `PUT /chats/{id}/me`. What is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatSettings {
    /// Until when the caller wants no notifications. Null, and a time in the past: not muted.
    #[serde(default, deserialize_with = "time::given_null")]
    #[schema(value_type = Option<Timestamp>)]
    pub muted_until: Option<Option<Timestamp>>,
    /// A user can pin 100 chats.
    pub pinned: Option<bool>,
    pub archived: Option<bool>,
}

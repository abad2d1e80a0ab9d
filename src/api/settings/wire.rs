//! The caller's settings of a chat.

use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::given::given;
use crate::domain::time;

/// The body of `PATCH /chats/{id}/me`. What is absent stays, null gives back the default.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatSettings {
    /// Whether the caller wants no notifications: `true` alone without an end, `false` ends it.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub muted: Option<Option<bool>>,
    /// Until when the caller wants no notifications. Null, and a time in the past: not muted.
    #[serde(default, deserialize_with = "time::given_null")]
    #[schema(value_type = Option<Timestamp>)]
    pub muted_until: Option<Option<Timestamp>>,
    /// A user can pin 100 chats.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub pinned: Option<Option<bool>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<bool>)]
    pub archived: Option<Option<bool>>,
}

//! Read marks and typing.

use serde::Deserialize;
use utoipa::ToSchema;

/// The body of `POST /chats/{id}/typing`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Typing {
    /// `true`, repeated every few seconds while the user types; `false` when the user stops.
    pub typing: bool,
}

/// The body of `POST /chats/{id}/unread`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkUnread {
    /// The first message that is unread then.
    pub from_id: i64,
}

/// The body of `POST /chats/{id}/read`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkRead {
    /// The last message that is marked read. By default the newest.
    pub up_to_id: Option<i64>,
}

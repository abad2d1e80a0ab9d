//! Accesses of staff to chats that they are not members of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::desk::wire::{DeskChat, DeskPerson};
use crate::http::Time;

/// The reason for reading a chat without being its member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonToRead {
    /// 1 to 500 characters.
    #[schema(example = "a complaint of the parents")]
    pub reason: String,
}

/// A page of accesses.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessList {
    /// The newest first.
    pub accesses: Vec<DeskAccess>,
    /// Null at the end of the list.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
}

/// An access to a chat by a reader who is not its member. The same reader, action and chat or file are recorded once
/// a day (UTC).
#[derive(Debug, Serialize, ToSchema)]
pub struct DeskAccess {
    /// Its position in the log.
    pub id: i64,
    pub at: Time,
    /// Who read it.
    #[schema(required = true)]
    pub reader: Option<DeskPerson>,
    /// The name of the API key through which it happened.
    #[schema(required = true)]
    pub via_key: Option<String>,
    /// How: `listed`, `reviewed` (reports), `followed` (a stream), `searched`, `opened` (only the reason was
    /// said), `read`, `previewed`, `downloaded` or `exported`. Clients have to expect further ones.
    #[schema(example = "read")]
    pub action: String,
    /// Null: all chats of the realm.
    #[schema(required = true)]
    pub chat: Option<DeskChat>,
    /// The downloaded file.
    #[schema(required = true)]
    pub attachment_id: Option<i64>,
    #[schema(example = "GET /v1/school/chats/{id}/messages")]
    pub route: String,
    /// The address of the client.
    #[schema(example = "203.0.113.7")]
    pub address: String,
    /// Why, in the reader's words.
    #[schema(required = true)]
    pub reason: Option<String>,
}

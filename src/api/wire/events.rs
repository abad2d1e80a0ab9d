//! Events and signals of the stream.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::chats::{Chat, Draft};
use super::messages::Message;

/// The query of the stream.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The access token, for clients that can send neither a cookie nor a header.
    pub token: Option<String>,
    /// The id of the last event received, for clients that cannot send `Last-Event-ID`.
    pub last_event_id: Option<String>,
    /// `true`, for server-side keys: every event of the realm.
    pub all: Option<bool>,
}

/// `data` of `message` and `message_edited`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageEvent {
    pub message: Message,
    /// The position of this event: that of a `message` is its id.
    #[schema(required = false)]
    pub position: i64,
    /// Of a `message`: whether it marks the chat read for its author. What was forwarded does not, nor
    /// does a system message.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub marks_read: Option<bool>,
}

/// `data` of `message_deleted`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageDeletedEvent {
    pub chat_id: i64,
    pub message_id: i64,
    #[schema(required = false)]
    pub deleted_at: Timestamp,
    /// The position of this event.
    #[schema(required = false)]
    pub position: i64,
}

/// `data` of `reaction`: added or removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReactionEvent {
    pub chat_id: i64,
    pub message_id: i64,
    #[schema(example = "👍")]
    pub emoji: String,
    /// Whose reaction it is.
    pub user_id: i64,
    pub added: bool,
    /// The number of users who react with this emoji from then on.
    pub count: i64,
}

/// `data` of `read`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadEvent {
    pub chat_id: i64,
    #[schema(required = true)]
    pub user_id: Option<i64>,
    /// The newest message that the user has read.
    pub last_read_id: i64,
    /// What the caller has not read. Null if the mark is another user's.
    #[schema(required = true)]
    pub unread_count: Option<i64>,
    /// Those of them that mention the caller. Null if the mark is another user's.
    pub unread_mentions: Option<i64>,
    /// The position of the last event that both count. Null if the mark is another user's.
    pub as_of: Option<i64>,
}

/// `data` of `chat`: new to the caller, or changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatEvent {
    pub chat: Chat,
    /// The position of the last event that its `unread_count` and `unread_mentions` count.
    #[schema(required = false)]
    pub as_of: i64,
}

/// `data` of `chat_removed`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChatRemovedEvent {
    pub chat_id: i64,
}

/// `data` of `typing`. The frame has no id and cannot be resumed.
#[derive(Debug, Serialize, ToSchema)]
pub struct TypingEvent {
    pub chat_id: i64,
    pub user_id: i64,
    /// Whether the user is typing, or has stopped.
    pub is_typing: bool,
}

/// `data` of `draft`: the caller saved a draft on one of their devices. The frame has no id and cannot be
/// resumed. No frame says that a message of the caller ended the draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftEvent {
    pub chat_id: i64,
    /// Null: the draft was removed.
    #[schema(required = true)]
    pub draft: Option<Draft>,
}

/// `data` of `presence`. The frame has no id and cannot be resumed: a counterpart for which a new
/// stream sends none right after `ready` is offline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresenceEvent {
    pub user_id: i64,
    pub online: bool,
    /// When the user last connected or disconnected. Null if never.
    #[schema(required = true)]
    pub last_seen: Option<Timestamp>,
}

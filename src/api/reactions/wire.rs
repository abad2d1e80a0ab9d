//! Reactions to messages.

use serde::Serialize;
use utoipa::ToSchema;

/// An emoji with which users react to a message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reaction {
    #[schema(example = "👍")]
    pub emoji: String,
    /// Of users.
    pub count: i64,
    /// Whether the caller is one of them.
    pub mine: bool,
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

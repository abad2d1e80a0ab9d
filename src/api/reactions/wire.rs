//! Reactions to messages.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::users::wire::User;
use crate::http::Time;

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

/// A user's reaction to a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserReaction {
    pub user_id: i64,
    #[schema(example = "👍")]
    pub emoji: String,
    pub created_at: Time,
}

/// A page of the reactions to a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReactionList {
    /// By emoji, and then by user.
    pub reactions: Vec<UserReaction>,
    /// Whose they are, each once.
    pub users: Vec<User>,
    /// The `cursor` of the next page. Null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
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
    /// The position of this event in the log.
    pub position: i64,
    /// When it happened.
    pub at: Time,
}

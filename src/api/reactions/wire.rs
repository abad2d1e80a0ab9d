//! Reactions to messages.

use serde::Serialize;
use utoipa::ToSchema;

use crate::chat;

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

impl From<chat::ReactionCount> for Reaction {
    fn from(reaction: chat::ReactionCount) -> Self {
        Self {
            emoji: reaction.emoji,
            count: reaction.count,
            mine: reaction.mine,
        }
    }
}

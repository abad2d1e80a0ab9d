//! Encodes reactions for the wire. Pure.

use bytes::Bytes;

use super::wire;
use crate::api::frames;
use crate::chat;
use crate::domain::{Event, Reaction, ShownAs};

impl From<chat::ReactionCount> for wire::Reaction {
    fn from(reaction: chat::ReactionCount) -> Self {
        Self {
            emoji: reaction.emoji,
            count: reaction.count,
            mine: reaction.mine,
        }
    }
}

impl From<chat::UserReaction> for wire::UserReaction {
    fn from(reaction: chat::UserReaction) -> Self {
        Self {
            user_id: reaction.user_id.0,
            emoji: reaction.emoji,
            created_at: reaction.created_at.into(),
        }
    }
}

/// `reaction`.
pub(in crate::api) fn reaction_changed(event: &Event, reaction: &Reaction, added: bool) -> Bytes {
    let data = wire::ReactionEvent {
        chat_id: event.chat_id.0,
        message_id: reaction.message_id.0,
        emoji: reaction.emoji.clone(),
        user_id: reaction.user_id.0,
        added,
        count: reaction.count,
        position: event.position.0,
        at: event.recorded_at.into(),
    };
    frames::frame(event, ShownAs::Reaction, &data)
}

//! The wire types.
//!
//! In answers, an optional field is always present and may be `null` (`required`). There are
//! exceptions: `client_id` is present for the message's sender only, `is_deleted` in a deleted
//! message only, and `attachments` only if there are any.

mod frames;
mod rest;

pub use frames::{
    ClientFrame, ConversationDeleted, IsTyping, MessageDeleted, ParticipantAdded,
    ParticipantRemoved, Read, Refused, Send, ServerEvent, ServerFrame, SocketQuery, Typing,
};
pub use rest::{
    Conversation, ConversationType, HistoryQuery, ListQuery, Message, MessageChange,
    NewConversation, NewMessage, NewParticipant, Participant,
};

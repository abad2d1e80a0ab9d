//! The wire types.

pub(super) mod frames;
mod rest;

pub use rest::{
    Attachment, AttachmentAnswer, Conversation, ConversationAnswer, ConversationType,
    Conversations, ConversationsAnswer, Failure, HistoryQuery, ListQuery, Message, MessageType,
    Messages, MessagesAnswer, NewConversation, OneConversation, Unread, UnreadAnswer, Upload,
};

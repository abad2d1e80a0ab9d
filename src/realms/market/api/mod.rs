//! The realm's request handlers, a file a noun.

pub(super) mod chats;
pub(super) mod guests;
pub(super) mod messages;
pub(super) mod moderation;
pub(super) mod ws;

//! The request handlers, a file for each noun.

pub(super) mod chats;
pub(super) mod events;
pub(super) mod lessons;
pub(super) mod messages;
pub(super) mod session;
pub(super) mod typing;
pub(super) mod users;

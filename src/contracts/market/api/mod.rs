//! The request handlers, a file for each noun.

pub(super) mod blocks;
pub(super) mod chats;
pub(super) mod guests;
pub(super) mod messages;
pub(super) mod reports;
pub(super) mod socket;

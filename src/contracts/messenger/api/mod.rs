//! The request handlers, a file for each noun.

pub(super) mod attachments;
pub(super) mod blocks;
pub(super) mod conversations;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod socket;

//! The request handlers, a file for each noun.

pub(super) mod blocks;
pub(super) mod conversations;
pub(super) mod messages;
pub(super) mod participants;
pub(super) mod socket;

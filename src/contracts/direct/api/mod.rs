//! The request handlers, a file for each noun.

pub(super) mod conversations;
pub(super) mod messages;
pub(super) mod socket;
pub(super) mod users;

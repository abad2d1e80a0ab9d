//! The realm's request handlers, a file a noun.

pub(super) mod attachments;
pub(super) mod conversations;
pub(super) mod messages;
pub(super) mod people;

//! The realm's request handlers, a file a noun.

pub(super) mod conversations;
pub(super) mod people;
pub(super) mod ws;

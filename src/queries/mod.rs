//! Questions to the read model: SELECTs alone.
//!
//! What it answers is derived from the log (`sql/routines/project.sql`) and is as new as
//! the last append. Each answer costs by the rows it returns, not by the length of the log.
//! It must not know who may ask.

/// Selects the name of the user `u` of a LEFT JOIN, as [`crate::domain::Name::of_column`] reads
/// it.
macro_rules! called {
    () => {
        "CASE WHEN u.id IS NULL THEN '' ELSE u.name END"
    };
}

mod chats;
mod conversations;
mod dialogues;
mod fragments;
mod messages;
mod presence;
mod receipts;
mod reports;
mod snapshot;
mod standing;

pub use chats::{
    ChatOverview, ChatSummary, Person, Preview, all_chats, one_of_all, one_of_own, own_chats,
};
pub use conversations::{
    Conversation, Member, People, Slice, chat_id, chat_uuid, conversation, conversations,
};
pub use dialogues::{Dialogue, Place, Side, dialogue, dialogues, place};
pub use messages::{Deleted, Message, Page, Span, history, message, message_id};
pub use presence::{Counterpart, counterpart_of, counterparts, name_for_participant};
pub use receipts::{newest_of, read_at, unread};
pub use reports::{Report, report, reports};
pub use snapshot::Snapshot;
pub use standing::{Standing, standing};

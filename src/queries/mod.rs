//! Questions to the read model: SELECTs alone.
//!
//! What it answers is derived from the log (`sql/dispatch/project.sql`) and is as new as
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
    ChatOverview, ChatSummary, Person, Preview, all_chats, chat_of_user, chat_overview, own_chats,
};
pub use conversations::{
    Conversation, Member, OffsetPage, People, chat_id, chat_uuid, conversation, conversations,
};
pub use dialogues::{ChatAccess, PartyView, TwoPartyChat, access, dialogue, dialogues};
pub use messages::{Deleted, HistoryRange, Message, Page, history, message, message_id};
pub use presence::{Counterpart, chat_uuid_for_member, counterpart_of, counterparts};
pub use receipts::{latest_in_chat, read_at, unread};
pub use reports::{Report, report, reports};
pub use snapshot::Snapshot;
pub use standing::{Membership, standing};

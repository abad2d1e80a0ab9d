//! The one entry to conversations: everything that a realm does with chats, it does through [`Chat`].
//!
//! Every write is [`Chat::execute`]. Reads go to [`crate::queries`], and subscriptions to
//! [`crate::live`]. This module decides what a user may read; the database decides what a user may
//! write, while the head of the log is locked. It knows no wire format.

mod blocks;
mod chats;
mod details;
mod drafts;
mod error;
mod history;
mod messages;
mod reads;
mod reports;
mod search;
mod service;
mod signals;
mod subscribe;

pub use chats::PrivateChat;
pub use details::{ChatListPage, ListedChat, ReaderAccess};
pub use error::Error;
pub use history::HistoryAccess;
pub use service::Chat;
pub use subscribe::Subscription;

pub use crate::live::{
    Audience, Delivery, EndReason, FrameKey, Outlet, Scope, SharedEvent, Written,
};
pub use crate::queries::{
    Access, ChatView, FormerText, FoundMessages, ListFilter, Member, Membership, Message,
    MessageHit, MessagePart, MessageSearch, NamedUser, OffsetPage, Page, PageBound, PageRange,
    ParticipantScope, Quote, ReactionCount, Reader, Report, SeenChat, SendAccess, Snapshot,
    Standing, SystemMessage, SystemMessageKind, Unread,
};

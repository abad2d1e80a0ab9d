//! The one entry to conversations: everything that a realm does with chats, it does through [`Chat`].
//!
//! Every write is [`Chat::execute`]. Reads are those of [`Queries`], and subscriptions go to
//! [`crate::live`]. This module decides what a user may read; the database decides what a user may
//! write, while the head of the log is locked. It knows no wire format.

mod access;
mod blocks;
mod chat_types;
mod chat_view;
mod chats;
mod counterparts;
mod creation;
mod drafts;
mod error;
mod groups;
mod history;
mod list;
mod members;
mod message;
mod messages;
mod pages;
mod people;
mod polls;
mod presence;
mod queries;
mod reactions;
mod reads;
mod refused_users;
mod reports;
mod scheduled;
mod search;
mod seen;
mod seen_chats;
mod sent_files;
mod service;
mod signals;
mod snapshot;
mod subscribe;

pub use access::{Access, Membership, ReaderAccess, SendAccess};
pub use chat_view::{ChatView, Member, ParticipantScope, Pin};
pub use chats::OffsetPage;
pub use counterparts::Counterpart;
pub use creation::PrivateChat;
pub use error::Error;
pub use history::HistoryAccess;
pub use list::{ChatListPage, ListFilter, ListedChat};
pub use members::{ChangedMembers, ListedMember, MemberKey, MembersPage};
pub use message::{Message, NamedUser, Quote, ReactionCount, SystemMessage, SystemMessageKind};
pub use messages::FormerText;
pub use pages::{Page, PageBound, PageRange};
pub use people::{NamedPeople, SeenPeople, SeenUser};
pub use polls::Voter;
pub use queries::Queries;
pub use reactions::{ReactionKey, UserReaction};
pub use reads::Reader;
pub use refused_users::RefusedUser;
pub use reports::Report;
pub use scheduled::{ScheduledMessage, ScheduledState};
pub use search::{FoundMessages, MessageHit, MessagePart, MessageSearch};
pub use seen_chats::{ChatSettings, SeenChat, Standing, Unread};
pub use sent_files::{SentFiles, SentFilesMessage, SentKind};
pub use service::Chat;
pub use snapshot::Snapshot;
pub use subscribe::Subscription;

pub use crate::live::{
    Audience, Delivery, EndReason, FrameKey, Outlet, Scope, SharedEvent, Written,
};

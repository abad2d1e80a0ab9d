//! The read side: SELECTs of the read model, one `.sql` file each, under `sql/`.
//!
//! The read model is derived from the log by `project()` and is as new as the last append. Each
//! query costs by the rows it returns, not by the length of the log. Nothing here decides who may
//! ask: [`crate::chat`] does, by [`Queries::access`].
//!
//! # Why each look-up is a subquery of its own
//! A plan is made once and lives as long as its connection, perhaps on statistics of an empty
//! database. So a row is looked up by its key and by nothing else, in a subquery that `OFFSET 0`
//! keeps apart (a scalar subquery is kept apart anyway); other conditions are outside of it. Then
//! there is only one index to choose. What several queries share is a function or a view under
//! `sql/queries/`, which Postgres inlines.

mod access;
mod chat_types;
mod chat_view;
mod chats;
mod counterparts;
mod groups;
mod message;
mod messages;
mod pages;
mod presence;
mod reads;
mod reports;
mod run;
mod search;
mod seen;
mod seen_chats;
mod snapshot;

pub use access::{Access, Membership, SendAccess};
pub use chat_view::{ChatView, Member, ParticipantScope};
pub use chats::OffsetPage;
pub use counterparts::Counterpart;
pub use message::{Message, NamedUser, Quote, ReactionCount, SystemMessage, SystemMessageKind};
pub use messages::{BeyondOwn, FormerText, MessageRef};
pub use pages::{Page, PageBound, PageRange, Shown};
pub use reads::Reader;
pub use reports::Report;
pub use run::Queries;
pub use search::{FoundMessages, MessageHit, MessagePart, MessageSearch};
pub use seen_chats::{ChatSettings, ListFilter, PINNED_PLACE, SeenChat, Standing, Unread};
pub use snapshot::Snapshot;

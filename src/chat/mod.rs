//! The one door to chats: everything a realm does with them, it does through [`Chat`].
//!
//! Every write is [`Chat::execute`]. Reads ask [`crate::queries`], and subscriptions the hub. What a
//! user may read is decided here, and what a user may write by the database, while the head of the
//! log is locked. It knows no wire format.

mod blocks;
mod chats;
mod history;
mod messages;
mod reads;
mod reports;
mod signals;
mod subscribe;

use std::sync::Arc;

use uuid::Uuid;

pub use subscribe::Subscription;

use crate::db;
use crate::db::Pool;
use crate::domain::{AppendOutcome, ChatId, Command, Limits, Realm, Rejection, UserId};
use crate::live::Hub;
pub use crate::live::{Audience, Delivery, EndReason, FrameKey, Scope, SharedEvent};
use crate::log::Writer;
use crate::queries::Queries;
pub use crate::queries::{
    Access, ChatParticipant, ChatView, HistoryBound, HistoryRange, Membership, Message, OffsetPage,
    Page, ParticipantScope, Report, SendAccess, Snapshot,
};

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An expected refusal.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// It cannot be done now. A write may have happened or not; repeating one that has a `client_id`
    /// is safe.
    #[error("{0}")]
    Unavailable(String),
    /// A defect of this server.
    #[error("{0}")]
    Internal(String),
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Rejected(rejection) => Self::Rejected(rejection),
            db::Error::Overloaded | db::Error::Unavailable(_) => {
                Self::Unavailable(error.to_string())
            }
            db::Error::Database(_) => Self::Internal(error.to_string()),
        }
    }
}

/// The chats of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    realm: Realm,
    writer: Writer,
    queries: Queries,
    pool: Pool,
    hub: Arc<Hub>,
    limits: Option<Limits>,
}

/// The private chat of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateChat {
    pub chat_id: ChatId,
    pub uuid: Uuid,
    /// Whether it was created, rather than found or restored.
    pub is_new: bool,
}

/// For whom a page of history is, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAccess {
    /// For a member: the newest page marks the chat read.
    MarkRead,
    /// For a member: it marks nothing read.
    ReadOnly,
    /// The same, with deleted messages that another message replies to.
    WithRepliedToDeleted,
    /// For a user who may see every chat: it marks nothing read.
    Admin { with_deleted: bool },
}

impl Chat {
    /// The chats of `realm`.
    pub fn new(realm: Realm, writer: Writer, pool: Pool, hub: Arc<Hub>) -> Self {
        Self {
            realm,
            writer,
            queries: Queries::new(pool.clone(), realm),
            pool,
            hub,
            limits: None,
        }
    }

    /// The same with limits on what one user may do in a time.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    /// Executes a command of a user, durably.
    pub async fn execute(
        &self,
        actor_id: UserId,
        command: Command,
    ) -> Result<AppendOutcome, Error> {
        let mut event = command.into_event(self.realm, actor_id);
        if let Some(limits) = self.limits {
            event = event.with_limits(limits);
        }
        Ok(self.writer.append(event).await?)
    }
}

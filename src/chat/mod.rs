//! The one door to conversations: everything a realm does with them, it does through here.
//!
//! Writing is [`Chat::execute`] and nothing else. Reading asks the read model; following
//! asks the hub. Who may do what is decided here for reads, and for writes by the store
//! with the head of the log held. It knows no wire format.

mod blocks;
mod conversations;
mod dialogues;
mod receipts;
mod signals;
mod subscribe;

use std::sync::Arc;

pub use conversations::PrivateChat;
pub use subscribe::Subscription;

use crate::db;
use crate::db::Pool;
use crate::domain::{AppendOutcome, ChatId, Command, Limits, Position, Realm, Rejection, UserId};
use crate::live::Hub;
pub use crate::live::{Audience, Delivery, EndReason, FrameKey, Scope, SharedEvent};
use crate::log::Writer;
use crate::queries::{self, Deleted, Membership};
pub use crate::queries::{
    ChatAccess, ChatOverview, ChatSummary, Conversation, HistoryRange, Member, Message, OffsetPage,
    Page, PartyView, People, Person, Preview, Report, Snapshot, TwoPartyChat,
};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An expected "no".
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Not now. A write may or may not have happened; with a `client_id` repeating is safe.
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

/// Conversations of one realm. Cheap to clone.
#[derive(Clone)]
pub struct Chat {
    realm: Realm,
    writer: Writer,
    pool: Pool,
    hub: Arc<Hub>,
    /// What one person may do in a while.
    limits: Option<Limits>,
}

/// Whose eyes a history page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAccess {
    /// A participant's who visits: what is shown counts as read from now on.
    Visit,
    /// A participant's who only looks.
    Look,
    /// A participant's who only looks, and is shown that there was something where others
    /// have answered a message that was deleted.
    WithRepliedToDeleted,
    /// Of one who may see every chat, deleted messages included where asked for.
    Admin {
        /// Show deleted messages too.
        with_deleted: bool,
    },
}

impl Chat {
    /// The conversations of `realm`.
    pub fn new(realm: Realm, writer: Writer, pool: Pool, hub: Arc<Hub>) -> Self {
        Self {
            realm,
            writer,
            pool,
            hub,
            limits: None,
        }
    }

    /// The same, where nobody may do more than so much in a while.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    /// Does what a user wishes, durably, or says why not.
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

    /// A participant's chats, latest activity first, less active than `after`.
    pub async fn own_chats(
        &self,
        user_id: UserId,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatSummary>>, Error> {
        Ok(queries::own_chats(&self.pool, (self.realm, user_id), after, limit).await?)
    }

    /// A chat as it stands in a participant's list.
    pub async fn own_chat(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<Option<ChatSummary>, Error> {
        Ok(queries::chat_of_user(&self.pool, (self.realm, user_id), chat_id).await?)
    }

    /// All chats, latest activity first, less active than `after`, for who may see them.
    pub async fn all_chats(
        &self,
        participant_name: Option<&str>,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatOverview>>, Error> {
        let page = queries::all_chats(&self.pool, self.realm, participant_name, after, limit);
        Ok(page.await?)
    }

    /// A chat as it stands in the list of all.
    pub async fn any_chat(&self, chat_id: ChatId) -> Result<Option<ChatOverview>, Error> {
        Ok(queries::chat_overview(&self.pool, self.realm, chat_id).await?)
    }

    /// A page of a chat's history.
    pub async fn history(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        (span, limit): (HistoryRange, i64),
        reading: HistoryAccess,
    ) -> Result<Snapshot<Page>, Error> {
        let standing = queries::standing(&self.pool, self.realm, chat_id, user_id).await?;
        let deleted = match reading {
            HistoryAccess::Admin { with_deleted: true } => Deleted::Shown,
            HistoryAccess::WithRepliedToDeleted => Deleted::IfRepliedTo,
            _ => Deleted::Hidden,
        };
        let standing = match (reading, standing) {
            (HistoryAccess::Admin { .. }, None) => return Err(Rejection::ChatNotFound.into()),
            (HistoryAccess::Admin { .. }, Some(standing)) => standing,
            (_, Some(standing)) if standing.is_participant => standing,
            _ => return Err(Rejection::NotAParticipant.into()),
        };
        let page = queries::history(&self.pool, chat_id, span, limit, deleted).await?;
        if reading == HistoryAccess::Visit && matches!(span, HistoryRange::Newest) {
            // After the page was read, so that its cursor stands before the mark: what follows
            // from it brings the mark, and nothing that the page does not show.
            self.visit(user_id, chat_id, standing, &page.shown).await;
        }
        Ok(page)
    }

    /// Marks read what a page shows. The page is shown even where this cannot be done now.
    async fn visit(&self, user_id: UserId, chat_id: ChatId, standing: Membership, page: &Page) {
        // A message may have come between the two reads.
        let shown = page
            .messages
            .last()
            .map_or(standing.newest_id, |message| message.id);
        let newest = shown.max(standing.newest_id);
        if newest <= standing.last_read_id {
            return;
        }
        let mark = Command::MarkRead {
            chat_id,
            up_to: Some(newest),
        };
        if let Err(error) = self.execute(user_id, mark).await {
            tracing::warn!(%error, chat.id = chat_id.0, "a visit could not be recorded");
        }
    }
}

//! Pages of a chat's history.

use crate::accesses::Recorded;
use crate::chat::access::Membership;
use crate::chat::error::Error;
use crate::chat::pages::{Page, PageBound, PageRange, Shown};
use crate::chat::queries::Queries;
use crate::chat::service::Chat;
use crate::chat::snapshot::Snapshot;
use crate::domain::{ChatId, UserId};

/// The texts of a long page have at most about as many bytes. The rest is on further pages.
const LONG_PAGE_BYTES: usize = 2 * 1024 * 1024;

/// The most messages of a long page that are read at a time.
const STEP: i64 = 100;

/// The reader of a page of history, and whether the page marks the chat read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAccess {
    /// For a member: the newest page marks the chat read.
    MarkRead,
    /// For a member: it marks nothing read.
    ReadOnly,
    /// The same, with deleted messages that another message replies to.
    WithRepliedToDeleted,
    /// For a user who may see every chat: it marks nothing read.
    Admin {
        with_deleted: bool,
        recorded: Recorded,
    },
    /// All that a history has, for a member or a user who sees every chat: it marks nothing read.
    Everything { sees_all: Option<Recorded> },
}

impl HistoryAccess {
    const fn shown(self) -> Shown {
        match self {
            Self::MarkRead
            | Self::ReadOnly
            | Self::Admin {
                with_deleted: false,
                ..
            } => Shown::Undeleted,
            Self::WithRepliedToDeleted => Shown::RepliedTo,
            Self::Admin {
                with_deleted: true, ..
            } => Shown::Deleted,
            Self::Everything { .. } => Shown::Everything,
        }
    }

    const fn sees_all(self) -> Option<Recorded> {
        match self {
            Self::Admin { recorded, .. } => Some(recorded),
            Self::Everything { sees_all } => sees_all,
            Self::MarkRead | Self::ReadOnly | Self::WithRepliedToDeleted => None,
        }
    }
}

impl Chat {
    /// A page of a chat's history.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`; `MessageNotFound`, if a [`PageBound::BeforeUuid`] is not
    /// in the chat.
    pub async fn history(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        range: PageRange,
        access: HistoryAccess,
    ) -> Result<Snapshot<Page>, Error> {
        let (page, membership) = self.readable_page(user_id, chat_id, range, access).await?;
        if let (HistoryAccess::MarkRead, PageBound::Newest, Some(membership)) =
            (access, range.bound, membership)
        {
            // After the page was read, so that its cursor is before the mark: a stream from this
            // cursor delivers the mark.
            self.mark_shown(user_id, chat_id, membership, &page.value)
                .await;
        }
        Ok(page)
    }

    /// A page of up to thousands of messages, the newest before the bound. It is read in steps, and ends
    /// early if its texts are long.
    ///
    /// Its cursor is that of the first step: a stream from there delivers the events that happened during
    /// the later steps.
    ///
    /// # Errors
    /// Those of [`history`](Self::history).
    pub async fn long_page(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        range: PageRange,
        access: HistoryAccess,
    ) -> Result<Snapshot<Page>, Error> {
        let step = |bound, missing: i64| {
            let limit = missing.min(STEP);
            self.history(user_id, chat_id, PageRange { bound, limit }, access)
        };
        let mut page = step(range.bound, range.limit).await?;
        let mut text_bytes = page.value.text_bytes();
        while page.value.has_older
            && text_bytes < LONG_PAGE_BYTES
            && let Some(oldest) = page.value.messages.first()
            && let missing =
                range.limit - i64::try_from(page.value.messages.len()).unwrap_or(i64::MAX)
            && missing > 0
        {
            let mut older = step(PageBound::Before(oldest.id), missing).await?.value;
            text_bytes += older.text_bytes();
            older.messages.append(&mut page.value.messages);
            page.value.messages = older.messages;
            page.value.has_older = older.has_older;
        }
        Ok(page)
    }

    /// Marks read what a page shows. If that fails, the page is returned nevertheless.
    async fn mark_shown(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        membership: Membership,
        page: &Page,
    ) {
        // A message may have been sent between the two reads.
        let last_shown = page.messages.last().map(|message| message.id);
        let latest = last_shown.max(Some(membership.latest_id));
        if latest <= Some(membership.last_read_id) {
            return;
        }
        if let Err(error) = self.mark_read(user_id, chat_id, latest).await {
            tracing::warn!(%error, chat.id = chat_id.0, "a chat could not be marked read");
        }
    }
}

impl Queries {
    /// A page of a chat's history, which marks nothing read, and the reader's membership; `None` for an
    /// admin outside of the chat.
    ///
    /// # Errors
    /// Those of [`Chat::history`].
    pub async fn readable_page(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        range: PageRange,
        access: HistoryAccess,
    ) -> Result<(Snapshot<Page>, Option<Membership>), Error> {
        let membership = self.require_readable(user_id, chat_id, access.sees_all());
        let membership = membership.await?;
        let page = self.page(user_id, chat_id, range, access.shown()).await?;
        Ok((page, membership))
    }
}

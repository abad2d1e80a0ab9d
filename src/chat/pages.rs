//! Pages of a chat's history.

use jiff::Timestamp;
use uuid::Uuid;

use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::queries::Queries;
use crate::chat::snapshot::Snapshot;
use crate::db::query::Parameters;
use crate::domain::{ChatId, MessageId, Rejection, UserId};

const PAGE: &str = include_str!("sql/page.sql");
const FIRST_MESSAGE_AT: &str = include_str!("sql/first_message_at.sql");

/// Beyond all messages.
const END: MessageId = MessageId(i64::MAX);

/// A part of a chat's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
    pub bound: PageBound,
    /// The most messages to return.
    pub limit: i64,
}

/// Where a page of a chat's history is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageBound {
    /// The newest messages.
    Newest,
    /// The newest messages after skipping this many, for contracts that page by offset.
    NewestSkip(i64),
    /// The newest messages before this one.
    Before(MessageId),
    /// The newest messages before the one with this UUID, deleted or not.
    BeforeUuid(Uuid),
    /// The oldest messages after this one.
    After(MessageId),
    /// Half of the page before the message, the other half from it on.
    Around(MessageId),
    /// From this time on.
    At(Timestamp),
}

/// What a page shows besides the messages of users that are not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Undeleted,
    /// Deleted messages that another message replies to.
    RepliedTo,
    /// All deleted messages, with their texts and files.
    Deleted,
    /// All deleted messages, without their texts and files, system messages, and reactions.
    Everything,
}

/// Messages in chronological order.
#[derive(Debug)]
pub struct Page {
    pub messages: Vec<Message>,
    pub has_older: bool,
    pub has_newer: bool,
}

impl Page {
    /// The size of all texts.
    pub fn text_bytes(&self) -> usize {
        self.messages
            .iter()
            .map(|message| message.content.len())
            .sum()
    }
}

impl Shown {
    /// The name in `sql/page.sql`.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Undeleted => "undeleted",
            Self::RepliedTo => "replied_to",
            Self::Deleted => "deleted",
            Self::Everything => "everything",
        }
    }
}

impl Queries {
    /// A page of a chat's history as a reader sees it. Says nothing about who may read it.
    ///
    /// # Errors
    /// `MessageNotFound`, if a [`PageBound::BeforeUuid`] is not in the chat.
    pub(super) async fn page(
        &self,
        reader: UserId,
        chat_id: ChatId,
        range: PageRange,
        shown: Shown,
    ) -> Result<Snapshot<Page>, Error> {
        let cut = self.cut(chat_id, range).await?;
        let newer = if cut.at == END { 0 } else { cut.newer + 1 };
        let parameters: Parameters<'_> = &[
            &chat_id,
            &cut.at,
            &(cut.older + 1),
            &newer,
            &shown.as_str(),
            &reader,
            &cut.skip,
        ];
        let found = self.snapshot(PAGE, parameters).await?;
        Ok(found.map(|messages| cut.page(messages)))
    }

    async fn cut(&self, chat_id: ChatId, range: PageRange) -> Result<Cut, Error> {
        let limit = range.limit;
        let before = |at| Cut::at(at, limit, 0);
        Ok(match range.bound {
            PageBound::Newest => before(END),
            PageBound::NewestSkip(skip) => Cut {
                skip,
                ..before(END)
            },
            PageBound::Before(id) => before(id),
            PageBound::BeforeUuid(uuid) => match self.message_by_uuid(uuid).await? {
                Some(message) if message.chat_id == chat_id => before(message.id),
                _ => return Err(Rejection::MessageNotFound.into()),
            },
            PageBound::After(id) => Cut::at(MessageId(id.0.saturating_add(1)), 0, limit),
            PageBound::Around(id) => Cut::at(id, limit / 2, limit - limit / 2),
            PageBound::At(time) => {
                let first = self.first_message_at(chat_id, time).await?;
                Cut::at(first.unwrap_or(END), 0, limit)
            }
        })
    }

    async fn first_message_at(
        &self,
        chat_id: ChatId,
        time: Timestamp,
    ) -> Result<Option<MessageId>, Error> {
        // No message is older than this, and Postgres has no times as old as `jiff`.
        let milliseconds = time.as_millisecond().max(0);
        let parameters: Parameters<'_> = &[&chat_id, &milliseconds];
        self.value(FIRST_MESSAGE_AT, parameters, "message_id").await
    }
}

/// Where a page divides the history, how many messages before it the page skips, and how many of each side
/// it shows. One more of each is read, which tells whether there are more.
#[derive(Clone, Copy)]
struct Cut {
    at: MessageId,
    skip: i64,
    older: i64,
    newer: i64,
}

impl Cut {
    const fn at(at: MessageId, older: i64, newer: i64) -> Self {
        Self {
            at,
            skip: 0,
            older,
            newer,
        }
    }

    fn page(self, mut messages: Vec<Message>) -> Page {
        let size = |limit: i64| usize::try_from(limit).unwrap_or_default();
        let older = messages.partition_point(|message| message.id < self.at);
        let newer = messages.len() - older;
        let (surplus_older, surplus_newer) = (
            older.saturating_sub(size(self.older)),
            newer.saturating_sub(size(self.newer)),
        );
        messages.truncate(messages.len() - surplus_newer);
        messages.drain(..surplus_older);
        Page {
            messages,
            has_older: surplus_older > 0,
            has_newer: surplus_newer > 0,
        }
    }
}

//! History.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _, query};
use crate::domain::{Attachment, ChatId, MessageId, MessageKind, UserId};
use crate::queries::run::Queries;
use crate::queries::snapshot::Snapshot;

const HISTORY_BEFORE: &str = include_str!("sql/history_before.sql");
const HISTORY_AFTER: &str = include_str!("sql/history_after.sql");
const FORMER_TEXTS: &str = include_str!("sql/former_texts.sql");
const MESSAGE: &str = include_str!("sql/message.sql");
const MESSAGE_BY_UUID: &str = include_str!("sql/message_by_uuid.sql");

/// The most former texts of one message.
const MAX_FORMER_TEXTS: i64 = 20;

/// A stored message: the columns of the SQL function `message_view`.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    /// The id of its `message_sent` event: its public id in realms whose ids are UUIDs.
    pub uuid: Uuid,
    pub chat_id: ChatId,
    pub sender_id: Option<UserId>,
    /// Its latest text, also if it is deleted.
    pub content: String,
    /// When its latest text was written, unless that is the first.
    pub edited_at: Option<Timestamp>,
    /// The UUID of the message that it replies to.
    pub reply_to: Option<Uuid>,
    pub is_deleted: bool,
    /// Chosen by the sender.
    pub client_id: Option<Uuid>,
    pub created_at: Timestamp,
    pub kind: MessageKind,
    pub attachments: Vec<Attachment>,
}

/// A text of a message that an edit has replaced.
#[derive(Debug, Clone)]
pub struct FormerText {
    /// `None` if it was erased.
    pub content: Option<String>,
    pub written_at: Timestamp,
}

/// A part of a chat's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryRange {
    pub bound: HistoryBound,
    /// The most messages to return.
    pub limit: i64,
}

/// The end of a range of a chat's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryBound {
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
}

/// Messages in chronological order.
#[derive(Debug)]
pub struct Page {
    pub messages: Vec<Message>,
    /// Whether there are more beyond the page, in the direction of reading.
    pub has_more: bool,
}

/// The deleted messages that a page of history shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    Hidden,
    /// Those that another message replies to.
    IfRepliedTo,
    Shown,
}

/// A message that was found by its UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRef {
    pub id: MessageId,
    pub chat_id: ChatId,
    pub is_deleted: bool,
}

impl Deleted {
    /// The name in the queries.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::IfRepliedTo => "replied_to",
            Self::Shown => "shown",
        }
    }
}

impl Queries {
    /// A page of a chat's history; `None` if a [`HistoryBound::BeforeUuid`] is not in the chat.
    pub async fn history(
        &self,
        chat_id: ChatId,
        range: HistoryRange,
        deleted: Deleted,
    ) -> Result<Option<Snapshot<Page>>, Error> {
        let newest = MessageId(i64::MAX);
        let (sql, bound, skip) = match range.bound {
            HistoryBound::Newest => (HISTORY_BEFORE, newest, 0),
            HistoryBound::NewestSkip(skip) => (HISTORY_BEFORE, newest, skip),
            HistoryBound::Before(id) => (HISTORY_BEFORE, id, 0),
            HistoryBound::BeforeUuid(uuid) => match self.message_by_uuid(uuid).await? {
                Some(message) if message.chat_id == chat_id => (HISTORY_BEFORE, message.id, 0),
                _ => return Ok(None),
            },
            HistoryBound::After(id) => (HISTORY_AFTER, id, 0),
        };
        // One more than asked for tells whether there are more.
        let limit = range.limit + 1;
        let newest_first = self
            .snapshot(sql, &[&chat_id, &bound, &limit, &skip, &deleted.as_str()])
            .await?;
        Ok(Some(
            newest_first.map(|messages| Page::new(messages, range)),
        ))
    }

    /// A message as it is now, deleted or not; `None` if the reader is not in its chat.
    pub async fn message(&self, reader: UserId, id: MessageId) -> Result<Option<Message>, Error> {
        self.first(MESSAGE, &[&self.realm, &id, &reader]).await
    }

    /// The texts that edits of these messages have replaced, of each the latest ones, oldest first.
    pub async fn former_texts(
        &self,
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, Vec<FormerText>>, Error> {
        let parameters: query::Parameters<'_> = &[&ids, &MAX_FORMER_TEXTS];
        let rows = query::all(&self.pool, FORMER_TEXTS, parameters).await?;
        let mut texts: HashMap<_, Vec<_>> = HashMap::new();
        for row in &rows {
            let of_message = texts.entry(row.try_get("message_id")?).or_default();
            of_message.push(FormerText {
                content: row.try_get("content")?,
                written_at: row.timestamp("written_at")?,
            });
        }
        Ok(texts)
    }

    /// The message that has a UUID, deleted or not.
    pub async fn message_by_uuid(&self, uuid: Uuid) -> Result<Option<MessageRef>, Error> {
        self.first(MESSAGE_BY_UUID, &[&self.realm, &uuid]).await
    }
}

impl Page {
    /// The size of all texts.
    pub fn text_bytes(&self) -> usize {
        self.messages
            .iter()
            .map(|message| message.content.len())
            .sum()
    }

    /// A page of rows that are the newest first, and may have one that is beyond the page: the
    /// oldest, or the newest of a page that is read forward.
    fn new(mut newest_first: Vec<Message>, range: HistoryRange) -> Self {
        let limit = usize::try_from(range.limit).unwrap_or_default();
        let has_more = newest_first.len() > limit;
        let beyond = newest_first.len().saturating_sub(limit);
        match range.bound {
            HistoryBound::After(_) => drop(newest_first.drain(..beyond)),
            _ => newest_first.truncate(limit),
        }
        newest_first.reverse();
        Self {
            messages: newest_first,
            has_more,
        }
    }
}

impl FromRow for Message {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let attachments: Option<Json<Vec<Attachment>>> = row.try_get("attachments")?;
        Ok(Self {
            id: row.try_get("message_id")?,
            uuid: row.try_get("message_uuid")?,
            chat_id: row.try_get("chat_id")?,
            sender_id: row.try_get("sender_id")?,
            content: row.try_get("content")?,
            edited_at: row.optional_timestamp("edited_at")?,
            reply_to: row.try_get("reply_to_uuid")?,
            is_deleted: row.try_get("is_deleted")?,
            client_id: row.try_get("client_id")?,
            created_at: row.timestamp("sent_at")?,
            kind: MessageKind::from_name(row.try_get("message_type")?).unwrap_or_default(),
            attachments: attachments.map(|Json(files)| files).unwrap_or_default(),
        })
    }
}

impl FromRow for MessageRef {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("message_id")?,
            chat_id: row.try_get("chat_id")?,
            is_deleted: row.try_get("is_deleted")?,
        })
    }
}

//! Single messages.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Error, FromRow, RowExt as _, query};
use crate::domain::{ChatId, MessageId, UserId};
use crate::queries::message::Message;
use crate::queries::run::Queries;

const MESSAGE: &str = include_str!("sql/message.sql");
const MESSAGE_BY_UUID: &str = include_str!("sql/message_by_uuid.sql");
const FORMER_TEXTS: &str = include_str!("sql/former_texts.sql");

/// The most former texts of one message.
const MAX_FORMER_TEXTS: i64 = 20;

/// A text of a message that an edit has replaced.
#[derive(Debug, Clone)]
pub struct FormerText {
    /// `None` if it was erased.
    pub content: Option<String>,
    pub written_at: Timestamp,
}

/// A message that was found by its UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageRef {
    pub id: MessageId,
    pub chat_id: ChatId,
    pub is_deleted: bool,
}

/// The messages that a reader sees in chats of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BeyondOwn {
    pub all: bool,
    pub reported: bool,
}

impl Queries {
    /// A message or system message, deleted or not, if the reader is a member of its chat, or sees it without
    /// being one.
    pub async fn message(
        &self,
        reader: UserId,
        id: MessageId,
        beyond: BeyondOwn,
    ) -> Result<Option<Message>, Error> {
        let BeyondOwn { all, reported } = beyond;
        let parameters: query::Parameters<'_> = &[&self.realm, &id, &reader, &all, &reported];
        self.first(MESSAGE, parameters).await
    }

    /// A message as a reader sees it. For readers of an event, who share queries. Says nothing about who
    /// may read it.
    pub async fn message_as_seen(
        &self,
        reader: UserId,
        id: MessageId,
    ) -> Result<Option<Message>, Error> {
        let row = self.seen.message(self.pool.clone(), self.realm, id, reader);
        row.await?.map(|row| Message::from_row(&row)).transpose()
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

impl FromRow for MessageRef {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("message_id")?,
            chat_id: row.try_get("chat_id")?,
            is_deleted: row.try_get("is_deleted")?,
        })
    }
}

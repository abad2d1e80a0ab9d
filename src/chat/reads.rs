//! Readers of messages, read times and unread counts.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::chat::service::Chat;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _, query};
use crate::domain::{Actor, ChatId, MarkRead, MarkUnread, MessageId, UserId};

const READERS: &str = include_str!("sql/readers.sql");
const READ_AT: &str = include_str!("sql/read_at.sql");
const LATEST_OF_MESSAGES: &str = include_str!("sql/latest_of_messages.sql");
const UNREAD_TOTAL: &str = include_str!("sql/unread_total.sql");

/// A user who has read a message.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub user_id: UserId,
    /// `None` if thousands of events of the chat happened before.
    pub read_at: Option<Timestamp>,
}

impl Chat {
    /// Marks a chat read up to and including a message; `None`: up to the newest one. A mark never
    /// moves back.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn mark_read(
        &self,
        reader: impl Into<Actor>,
        chat_id: ChatId,
        up_to: Option<MessageId>,
    ) -> Result<(), Error> {
        let command = MarkRead { chat_id, up_to };
        self.execute(reader, command).await.map(|_| ())
    }

    /// Marks a chat unread on the user's own devices, from a message of the chat on. Others go on seeing what the user
    /// has read.
    ///
    /// # Errors
    /// `NotAParticipant`, `MessageNotFound`.
    pub async fn mark_unread(
        &self,
        reader: impl Into<Actor>,
        chat_id: ChatId,
        from: MessageId,
    ) -> Result<(), Error> {
        let command = MarkUnread { chat_id, from };
        self.execute(reader, command).await.map(|_| ())
    }
}

impl Queries {
    /// The chat of a message, and the members who have read it, besides its author and those who block the
    /// reader, by id, after `after`.
    ///
    /// # Errors
    /// Those of [`Queries::message`]. A report shows the message alone.
    pub async fn readers(
        &self,
        reader: ReaderAccess,
        id: MessageId,
        after: UserId,
        limit: i64,
    ) -> Result<(ChatId, Vec<Reader>), Error> {
        let reader = ReaderAccess {
            sees_reported: None,
            ..reader
        };
        let chat_id = self.message(reader, id).await?.chat_id;
        let parameters: Parameters<'_> = &[&id, &after, &limit, &reader.user_id, &self.realm];
        Ok((chat_id, self.all(READERS, parameters).await?))
    }

    /// When each of these messages of a chat was first read by a participant other than its sender, and
    /// other than those who block the reader; without messages that no such participant has read. Without a
    /// reader all count.
    pub async fn read_at(
        &self,
        reader: Option<UserId>,
        chat_id: ChatId,
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, Timestamp>, Error> {
        let parameters: Parameters<'_> = &[&chat_id, &ids, &self.realm, &reader];
        let rows = query::all(&self.pool, READ_AT, parameters).await?;
        let times = rows.iter().map(|row| {
            let id = row.try_get("message_id")?;
            Ok::<_, db::Error>((id, row.timestamp("read_at")?))
        });
        Ok(times.collect::<Result<_, _>>()?)
    }

    /// The newest of those of these ids that are messages of a chat.
    pub async fn latest_in_chat(
        &self,
        chat_id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<MessageId>, Error> {
        let latest = self
            .value(LATEST_OF_MESSAGES, &[&chat_id, &ids], "message_id")
            .await?;
        Ok(latest.flatten())
    }

    /// Messages of other users, not deleted, that a user has not seen, over all chats.
    pub async fn unread_total(&self, user_id: UserId) -> Result<i64, Error> {
        let total = self
            .value(UNREAD_TOTAL, &[&self.realm, &user_id], "unread_count")
            .await?;
        Ok(total.unwrap_or_default())
    }
}

impl FromRow for Reader {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            read_at: row.optional_timestamp("read_at")?,
        })
    }
}

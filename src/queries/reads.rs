//! Read times and unread counts.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::db::{Error, RowExt as _, query};
use crate::domain::{ChatId, MessageId, UserId};
use crate::queries::run::Queries;

const READ_AT: &str = include_str!("sql/read_at.sql");
const LATEST_OF_MESSAGES: &str = include_str!("sql/latest_of_messages.sql");
const UNREAD_TOTAL: &str = include_str!("sql/unread_total.sql");

impl Queries {
    /// When each of these messages of a chat was first read by a participant other than its sender, and
    /// other than those who block the reader; without messages that no such participant has read.
    pub async fn read_at(
        &self,
        reader: Option<UserId>,
        chat_id: ChatId,
        ids: &[MessageId],
    ) -> Result<HashMap<MessageId, Timestamp>, Error> {
        let parameters: query::Parameters<'_> = &[&chat_id, &ids, &self.realm, &reader];
        let rows = query::all(&self.pool, READ_AT, parameters).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("message_id")?, row.timestamp("read_at")?)))
            .collect()
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

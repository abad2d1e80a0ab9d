//! Read messages and unread counts.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{Actor, ChatId, MarkRead, MessageId, UserId};

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

    /// When each of these messages of a page was first read by a participant other than its sender;
    /// without those that no other participant has read. Participants who block the reader do not count;
    /// without a reader all count.
    pub async fn read_at(
        &self,
        reader: Option<UserId>,
        chat_id: ChatId,
        shown: &[MessageId],
    ) -> Result<HashMap<MessageId, Timestamp>, Error> {
        Ok(self.queries.read_at(reader, chat_id, shown).await?)
    }

    /// The newest of these ids that is a message of the chat.
    pub async fn latest_in_chat(
        &self,
        chat_id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<MessageId>, Error> {
        Ok(self.queries.latest_in_chat(chat_id, ids).await?)
    }

    /// Messages of other users that a user has not seen, over all chats.
    pub async fn unread_total(&self, user_id: UserId) -> Result<i64, Error> {
        Ok(self.queries.unread_total(user_id).await?)
    }
}

//! Who has read what, for realms that tell it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Chat, Error};
use crate::domain::{ChatId, MessageId, Rejection, UserId};
use crate::queries;

impl Chat {
    /// When each of these messages, of a page that was shown, was first read by another than
    /// its sender. Those that nobody has read are left out.
    pub async fn read_at(
        &self,
        chat_id: ChatId,
        shown: &[MessageId],
    ) -> Result<HashMap<MessageId, Timestamp>, Error> {
        Ok(queries::read_at(&self.pool, chat_id, shown).await?)
    }

    /// The newest of those of these ids that are messages of a chat.
    pub async fn latest_in_chat(
        &self,
        chat_id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<MessageId>, Error> {
        Ok(queries::latest_in_chat(&self.pool, chat_id, ids).await?)
    }

    /// Messages of others that a user has not seen, over all conversations.
    pub async fn unread(&self, user_id: UserId) -> Result<i64, Error> {
        Ok(queries::unread(&self.pool, self.realm, user_id).await?)
    }

    /// A "no" that tells a conversation of others from one that there is not, for realms that
    /// make that difference.
    pub async fn distinguish_not_found(&self, error: Error, chat_id: ChatId) -> Error {
        if !matches!(error, Error::Rejected(Rejection::NotAParticipant)) {
            return error;
        }
        match queries::standing(&self.pool, self.realm, chat_id, UserId(0)).await {
            Ok(Some(_)) => error,
            Ok(None) => Rejection::ChatNotFound.into(),
            Err(error) => error.into(),
        }
    }
}

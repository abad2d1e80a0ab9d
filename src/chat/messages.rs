//! Single messages.

use uuid::Uuid;

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{MessageId, Rejection, UserId};
use crate::queries::Message;

impl Chat {
    /// The message that has a UUID.
    ///
    /// # Errors
    /// `MessageNotFound`, also if it is deleted.
    pub async fn find_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        match self.queries.message_by_uuid(uuid).await? {
            Some(found) if !found.is_deleted => Ok(found.id),
            _ => Err(Rejection::MessageNotFound.into()),
        }
    }

    /// The message that has a UUID, deleted or not: a reply may name a deleted one.
    ///
    /// # Errors
    /// `MessageNotFound`.
    pub async fn find_any_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        let found = self.queries.message_by_uuid(uuid).await?;
        Ok(found.ok_or(Rejection::MessageNotFound)?.id)
    }

    /// A message as it is now, deleted or not.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such message.
    pub async fn message(&self, reader: UserId, id: MessageId) -> Result<Message, Error> {
        let found = self.queries.message(reader, id).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }
}

//! Single messages.

use uuid::Uuid;

use crate::chat::details::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{MessageId, Rejection, UserId};
use crate::queries::{BeyondOwn, Message, Reader};

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

    /// A message, deleted or not.
    ///
    /// # Errors
    /// `MessageNotFound`, also if it is in a chat that the reader may not see.
    pub async fn message(&self, reader: ReaderAccess, id: MessageId) -> Result<Message, Error> {
        let beyond = BeyondOwn {
            all: reader.sees_all,
            reported: reader.sees_reported,
        };
        let found = self.queries.message(reader.user_id, id, beyond);
        Ok(found.await?.ok_or(Rejection::MessageNotFound)?)
    }

    /// The outcome of an attempt that concerns one message, with `NotAParticipant` instead of
    /// `MessageNotFound` if the message exists: for realms that tell the two apart.
    pub async fn or_not_a_participant<T>(
        &self,
        id: MessageId,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let outcome = attempt.await;
        if matches!(outcome, Err(Error::Rejected(Rejection::MessageNotFound))) {
            let beyond = BeyondOwn {
                all: true,
                reported: false,
            };
            // No user has the id 0, so this asks only whether the message exists.
            let found = self.queries.message(UserId(0), id, beyond);
            if found.await?.is_some() {
                return Err(Rejection::NotAParticipant.into());
            }
        }
        outcome
    }

    /// A message as a reader sees it, deleted or not. Says nothing about who may read it: who receives an
    /// event about the message may.
    pub async fn message_as_seen(
        &self,
        reader: UserId,
        id: MessageId,
    ) -> Result<Option<Message>, Error> {
        Ok(self.queries.message_as_seen(reader, id).await?)
    }

    /// Who has read a message, by id, after `after`; without those who block the reader.
    ///
    /// # Errors
    /// Those of [`Chat::message`]. A report shows the message alone.
    pub async fn readers(
        &self,
        reader: ReaderAccess,
        id: MessageId,
        after: UserId,
        limit: i64,
    ) -> Result<Vec<Reader>, Error> {
        let reader = ReaderAccess {
            sees_reported: false,
            ..reader
        };
        self.message(reader, id).await?;
        Ok(self
            .queries
            .readers(reader.user_id, id, after, limit)
            .await?)
    }
}

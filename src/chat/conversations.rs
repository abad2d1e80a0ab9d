//! Conversations that people make themselves, and names that are UUIDs.

use uuid::Uuid;

use super::{Chat, Error};
use crate::domain::{AppendOutcome, ChatCreated, ChatId, Command, MessageId, Rejection, UserId};
use crate::queries::{self, Conversation, Message, OffsetPage, People};

/// What became of a wish for a private chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateChat {
    /// The pair's chat.
    pub chat_id: ChatId,
    /// Its name where names are UUIDs.
    pub uuid: Uuid,
    /// Whether it began, rather than was there or came back.
    pub is_new: bool,
}

impl Chat {
    /// The chat whose UUID this is.
    ///
    /// # Errors
    /// `ChatNotFound`, also for one that was deleted.
    pub async fn find_chat(&self, uuid: Uuid) -> Result<ChatId, Error> {
        let found = queries::chat_id(&self.pool, self.realm, uuid).await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// The UUID of a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, also for one that was deleted.
    pub async fn uuid_of(&self, chat_id: ChatId) -> Result<Uuid, Error> {
        let found = queries::chat_uuid(&self.pool, self.realm, chat_id).await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// Refuses who is not in a chat now.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn require_participant(&self, user_id: UserId, chat_id: ChatId) -> Result<(), Error> {
        match queries::standing(&self.pool, self.realm, chat_id, user_id).await? {
            Some(standing) if standing.is_participant => Ok(()),
            _ => Err(Rejection::NotAParticipant.into()),
        }
    }

    /// The message whose UUID this is.
    ///
    /// # Errors
    /// `MessageNotFound`, also for one that was deleted.
    pub async fn find_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        match queries::message_id(&self.pool, self.realm, uuid).await? {
            Some((id, false)) => Ok(id),
            _ => Err(Rejection::MessageNotFound.into()),
        }
    }

    /// The message whose UUID this is, deleted or not: what may be answered, and paged from.
    ///
    /// # Errors
    /// `MessageNotFound`.
    pub async fn find_any_message(&self, uuid: Uuid) -> Result<MessageId, Error> {
        let found = queries::message_id(&self.pool, self.realm, uuid).await?;
        Ok(found.ok_or(Rejection::MessageNotFound)?.0)
    }

    /// A message as it is now, deleted or not: what an answer to a command shows.
    ///
    /// # Errors
    /// `NotAParticipant`, also where there is no such message.
    pub async fn message(&self, reader: UserId, id: MessageId) -> Result<Message, Error> {
        let found = queries::message(&self.pool, (self.realm, reader), id).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }

    /// The one private chat of a pair: begun, found, or brought back with its history.
    ///
    /// # Errors
    /// `UserNotFound`, where one of the pair is not there (any more).
    pub async fn get_or_create_private_chat(
        &self,
        actor_id: UserId,
        wanted: ChatCreated,
    ) -> Result<PrivateChat, Error> {
        let (stored, is_new) = match self.execute(actor_id, Command::CreateChat(wanted)).await? {
            AppendOutcome::New(stored) => (stored, true),
            AppendOutcome::Duplicate(stored) => (stored, false),
            AppendOutcome::NoChange => {
                return Err(Error::Internal("a chat was neither begun nor found".into()));
            }
        };
        let chat_id = stored.chat_id;
        if stored.is_deleted {
            // Where the other side was faster it is there again, and there is nothing to do.
            self.execute(actor_id, Command::RestoreChat { chat_id })
                .await?;
        }
        Ok(PrivateChat {
            chat_id,
            uuid: stored.event_id,
            is_new,
        })
    }

    /// A slice of a participant's conversations, latest activity first.
    pub async fn conversations(
        &self,
        user_id: UserId,
        slice: OffsetPage,
        people: People,
    ) -> Result<Vec<Conversation>, Error> {
        let reader = (self.realm, user_id);
        Ok(queries::conversations(&self.pool, reader, slice, people).await?)
    }

    /// One of a participant's conversations.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn conversation(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<Conversation, Error> {
        let found = queries::conversation(&self.pool, (self.realm, user_id), chat_id).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }
}

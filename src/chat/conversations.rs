//! Conversations that people make themselves, and names that are UUIDs.

use uuid::Uuid;

use super::{Chat, Error};
use crate::domain::{ChatCreated, ChatId, MessageId, UserId};
use crate::read_model::{Conversation, Slice};

/// What became of a wish for a private chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The pair's chat.
    pub chat_id: ChatId,
    /// Whether it began, rather than was there or came back.
    pub is_new: bool,
}

impl Chat {
    /// The chat whose UUID this is.
    ///
    /// # Errors
    /// `ChatNotFound`, also for one that was deleted.
    pub async fn find_chat(&self, _uuid: Uuid) -> Result<ChatId, Error> {
        todo!()
    }

    /// The message whose UUID this is.
    ///
    /// # Errors
    /// `MessageNotFound`, also for one that was deleted.
    pub async fn find_message(&self, _uuid: Uuid) -> Result<MessageId, Error> {
        todo!()
    }

    /// The one private chat of a pair: begun, found, or brought back with its history.
    pub async fn open_private(
        &self,
        _actor_id: UserId,
        _wanted: ChatCreated,
    ) -> Result<Opened, Error> {
        todo!()
    }

    /// A slice of a participant's conversations, latest activity first.
    pub async fn conversations(
        &self,
        _user_id: UserId,
        _slice: Slice,
    ) -> Result<Vec<Conversation>, Error> {
        todo!()
    }

    /// One of a participant's conversations.
    ///
    /// # Errors
    /// `NotAParticipant`.
    pub async fn conversation(
        &self,
        _user_id: UserId,
        _chat_id: ChatId,
    ) -> Result<Conversation, Error> {
        todo!()
    }
}

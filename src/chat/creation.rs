//! Creating chats.

use uuid::Uuid;

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{Actor, AppendOutcome, ChatCreated, ChatId, ChatKind, CreateChat, RestoreChat};

/// The private chat of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateChat {
    pub chat_id: ChatId,
    pub uuid: Uuid,
    /// Whether it was created, rather than found or restored.
    pub is_new: bool,
}

impl Chat {
    /// The one private chat of a pair: created, found, or restored with its history.
    ///
    /// # Errors
    /// `UserNotFound`, if one of the pair does not exist or was removed.
    pub async fn get_or_create_private_chat(
        &self,
        actor: impl Into<Actor>,
        new_chat: ChatCreated,
    ) -> Result<PrivateChat, Error> {
        let actor = actor.into();
        let (stored, is_new) = match self.execute(actor.clone(), CreateChat(new_chat)).await? {
            AppendOutcome::New(stored) => (stored, true),
            AppendOutcome::Duplicate(stored) => (stored, false),
            AppendOutcome::NoChange => {
                return Err(Error::Internal(
                    "a chat was neither created nor found".into(),
                ));
            }
        };
        let chat_id = stored.chat_id;
        if stored.is_deleted {
            // If the other user was faster it is restored already, and nothing changes.
            self.execute(actor, RestoreChat { chat_id }).await?;
        }
        Ok(PrivateChat {
            chat_id,
            uuid: stored.event_id,
            is_new,
        })
    }

    /// Creates a group, or gets or creates the private chat of a pair. Returns the chat's id, and
    /// whether the chat is new.
    ///
    /// # Errors
    /// `UserNotFound`, if a participant does not exist.
    pub async fn get_or_create(
        &self,
        creator: impl Into<Actor>,
        new: ChatCreated,
    ) -> Result<(ChatId, bool), Error> {
        if new.kind == ChatKind::Private {
            let private = self.get_or_create_private_chat(creator, new).await?;
            return Ok((private.chat_id, private.is_new));
        }
        match self.execute(creator, CreateChat(new)).await? {
            AppendOutcome::New(stored) => Ok((stored.chat_id, true)),
            AppendOutcome::Duplicate(_) | AppendOutcome::NoChange => {
                let reason = "a group was neither created nor refused".to_owned();
                Err(Error::Internal(reason))
            }
        }
    }
}

//! Chats: lists, single chats, and the access of users to them.

use uuid::Uuid;

use crate::chat::error::Error;
use crate::chat::service::Chat;
use crate::domain::{
    Actor, AppendOutcome, ChatCreated, ChatId, ChatKind, CreateChat, Position, Rejection,
    RestoreChat, UserId,
};
use crate::queries::{
    Access, ChatView, Member, Membership, OffsetPage, ParticipantScope, SendAccess, Snapshot,
};

/// The private chat of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateChat {
    pub chat_id: ChatId,
    pub uuid: Uuid,
    /// Whether it was created, rather than found or restored.
    pub is_new: bool,
}

impl Chat {
    /// At most `limit` chats that a user is in, by [`ChatView::list_position`], the newest first,
    /// after `after`.
    pub async fn chats_of_user(
        &self,
        user_id: UserId,
        after: Option<Position>,
        limit: i64,
        scope: ParticipantScope,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        let page = self.queries.chats_of_user(user_id, after, limit, scope);
        Ok(page.await?)
    }

    /// A page of the chats that a user is in, latest activity first.
    pub async fn chats_by_activity(
        &self,
        user_id: UserId,
        page: OffsetPage,
        scope: ParticipantScope,
    ) -> Result<Vec<ChatView>, Error> {
        Ok(self.queries.chats_by_activity(user_id, page, scope).await?)
    }

    /// A page of the chats in which a user has a role, without those the user has hidden, latest
    /// activity first. A chat that the user did not create is listed from its first message on.
    pub async fn chats_with_role(
        &self,
        user_id: UserId,
        role: &str,
        page: OffsetPage,
        scope: ParticipantScope,
    ) -> Result<Vec<ChatView>, Error> {
        let page = self.queries.chats_with_role(user_id, role, page, scope);
        Ok(page.await?)
    }

    /// A chat that a user is in, hidden or not.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such chat.
    pub async fn chat_of_user(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        scope: ParticipantScope,
    ) -> Result<ChatView, Error> {
        let found = self.queries.chat_of_user(user_id, chat_id, scope).await?;
        Ok(found.ok_or(Rejection::NotAParticipant)?)
    }

    /// At most `limit` chats of the realm, by [`ChatView::list_position`], the newest first, after
    /// `after`; only those with a participant whose name contains `name`, if that is given. For
    /// users who may see every chat.
    pub async fn chats_of_realm(
        &self,
        name: Option<&str>,
        after: Option<Position>,
        limit: i64,
    ) -> Result<Snapshot<Vec<ChatView>>, Error> {
        Ok(self.queries.chats_of_realm(name, after, limit).await?)
    }

    /// A chat of the realm, for users who may see every chat.
    pub async fn chat_of_realm(&self, chat_id: ChatId) -> Result<Option<ChatView>, Error> {
        Ok(self.queries.chat_of_realm(chat_id).await?)
    }

    /// Everyone who is or was in a chat, for a user who may read it.
    pub async fn participants(
        &self,
        reader: UserId,
        chat_id: ChatId,
    ) -> Result<Vec<Member>, Error> {
        Ok(self.queries.participants(reader, chat_id).await?)
    }

    /// The chat that has a UUID.
    ///
    /// # Errors
    /// `ChatNotFound`, also if it is deleted.
    pub async fn find_chat(&self, uuid: Uuid) -> Result<ChatId, Error> {
        let found = self.queries.chat_by_uuid(uuid).await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// The UUID of a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, also if it is deleted.
    pub async fn uuid_of(&self, chat_id: ChatId) -> Result<Uuid, Error> {
        let found = self.queries.chat_uuid(chat_id).await?;
        Ok(found.ok_or(Rejection::ChatNotFound)?)
    }

    /// The access of a user to a chat.
    pub async fn access(&self, user_id: UserId, chat_id: ChatId) -> Result<Access, Error> {
        Ok(self.queries.access(user_id, chat_id).await?)
    }

    /// How far a member has read a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn require_member(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<Membership, Error> {
        match self.access(user_id, chat_id).await? {
            Access::Missing => Err(Rejection::ChatNotFound.into()),
            Access::Outsider => Err(Rejection::NotAParticipant.into()),
            Access::Member(membership) => Ok(membership),
        }
    }

    /// The restrictions on a member's writing to a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn send_access(&self, user_id: UserId, chat_id: ChatId) -> Result<SendAccess, Error> {
        let access = async {
            let access = self.queries.send_access(user_id, chat_id).await?;
            Ok(access.ok_or(Rejection::NotAParticipant)?)
        };
        self.or_chat_not_found(chat_id, access).await
    }

    /// The outcome of an attempt that concerns one chat, with `ChatNotFound` instead of
    /// `NotAParticipant` if the chat does not exist: for realms that tell the two apart.
    pub async fn or_chat_not_found<T>(
        &self,
        chat_id: ChatId,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let outcome = attempt.await;
        // No user has the id 0, so this asks only whether the chat exists.
        if matches!(outcome, Err(Error::Rejected(Rejection::NotAParticipant)))
            && self.access(UserId(0), chat_id).await? == Access::Missing
        {
            return Err(Rejection::ChatNotFound.into());
        }
        outcome
    }

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

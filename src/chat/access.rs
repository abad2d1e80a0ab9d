//! The access of users to chats.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::accesses::Recorded;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow};
use crate::domain::{ChatId, MessageId, Rejection, UserId};

const ACCESS: &str = include_str!("sql/access.sql");
const SEND_ACCESS: &str = include_str!("sql/send_access.sql");

/// A user who reads chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderAccess {
    pub user_id: UserId,
    /// Of a user who sees every chat of the realm, and not only their own.
    pub sees_all: Option<Recorded>,
    /// Of a user who sees the messages that were reported.
    pub sees_reported: Option<Recorded>,
}

impl ReaderAccess {
    /// A user who sees their own chats only.
    pub const fn member(user_id: UserId) -> Self {
        Self {
            user_id,
            sees_all: None,
            sees_reported: None,
        }
    }
}

/// The access of a user to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The realm has no such chat, or it is deleted.
    Missing,
    /// The user is not in it, or not any more.
    Outsider,
    Member(Membership),
}

/// How far a member has read a chat, on their own devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    pub last_read_id: MessageId,
    /// The newest message ever sent there, 0 if there is none.
    pub latest_id: MessageId,
}

/// The restrictions on a member's writing to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendAccess {
    pub chat_uuid: Uuid,
    /// Banned from writing in the realm.
    pub is_banned: bool,
    /// Blocked by the other member of a private chat.
    pub is_blocked: bool,
}

impl Queries {
    /// The access of a user to a chat.
    pub async fn access(&self, user_id: UserId, chat_id: ChatId) -> Result<Access, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &chat_id, &user_id];
        let access = self.first(ACCESS, parameters).await?;
        Ok(access.unwrap_or(Access::Missing))
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
        let membership = self.require_readable(user_id, chat_id, None).await?;
        Ok(membership.ok_or(Rejection::NotAParticipant)?)
    }

    /// Refuses those who may not read a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn require_reader(&self, reader: ReaderAccess, chat_id: ChatId) -> Result<(), Error> {
        let readable = self.require_readable(reader.user_id, chat_id, reader.sees_all);
        readable.await.map(drop)
    }

    /// How far a user has read a chat; `None` for one who sees all chats and is not in it.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub(super) async fn require_readable(
        &self,
        user_id: UserId,
        chat_id: ChatId,
        sees_all: Option<Recorded>,
    ) -> Result<Option<Membership>, Error> {
        match self.access(user_id, chat_id).await? {
            Access::Missing => Err(Rejection::ChatNotFound.into()),
            Access::Member(membership) => Ok(Some(membership)),
            Access::Outsider if sees_all.is_some() => Ok(None),
            Access::Outsider => Err(Rejection::NotAParticipant.into()),
        }
    }

    /// The restrictions on a member's writing to a chat.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn send_access(&self, user_id: UserId, chat_id: ChatId) -> Result<SendAccess, Error> {
        let access = self.own_send_access(user_id, chat_id);
        self.or_chat_not_found(chat_id, access).await
    }

    /// The same for a contract that does not tell whether there is such a chat.
    ///
    /// # Errors
    /// `NotAParticipant`, also if there is no such chat.
    pub(super) async fn own_send_access(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<SendAccess, Error> {
        let parameters: Parameters<'_> = &[&self.realm, &chat_id, &user_id];
        let access = self.first(SEND_ACCESS, parameters).await?;
        Ok(access.ok_or(Rejection::NotAParticipant)?)
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
}

impl FromRow for Access {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        if !row.try_get::<_, bool>("is_member")? {
            return Ok(Self::Outsider);
        }
        Ok(Self::Member(Membership {
            last_read_id: row.try_get("last_read_id")?,
            latest_id: row.try_get("latest_id")?,
        }))
    }
}

impl FromRow for SendAccess {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            chat_uuid: row.try_get("chat_uuid")?,
            is_banned: row.try_get("is_banned")?,
            is_blocked: row.try_get("is_blocked")?,
        })
    }
}

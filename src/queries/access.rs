//! The access of users to chats.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query;
use crate::db::{Error, FromRow};
use crate::domain::{ChatId, MessageId, UserId};
use crate::queries::run::Queries;

const ACCESS: &str = include_str!("sql/access.sql");
const SEND_ACCESS: &str = include_str!("sql/send_access.sql");

/// The access of a user to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The realm has no such chat, or it is deleted.
    Missing,
    /// The user is not in it, or not any more.
    Outsider,
    Member(Membership),
}

/// How far a member has read a chat.
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
        let parameters: query::Parameters<'_> =
            &[&self.realm, &chat_id, &user_id, &self.shows_groups];
        let row = query::first(&self.pool, ACCESS, parameters).await?;
        row.map_or(Ok(Access::Missing), |row| Access::from_row(&row))
    }

    /// The restrictions on a member's writing to a chat; `None` if the user is not in it.
    pub async fn send_access(
        &self,
        user_id: UserId,
        chat_id: ChatId,
    ) -> Result<Option<SendAccess>, Error> {
        self.first(SEND_ACCESS, &[&self.realm, &chat_id, &user_id])
            .await
    }
}

impl FromRow for Access {
    fn from_row(row: &Row) -> Result<Self, Error> {
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
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            chat_uuid: row.try_get("chat_uuid")?,
            is_banned: row.try_get("is_banned")?,
            is_blocked: row.try_get("is_blocked")?,
        })
    }
}

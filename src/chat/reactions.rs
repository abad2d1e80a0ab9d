//! Who reacts to a message.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{ChatId, MessageId, UserId};

const REACTIONS: &str = include_str!("sql/reactions.sql");

/// A user's reaction to a message.
#[derive(Debug, Clone)]
pub struct UserReaction {
    pub user_id: UserId,
    pub emoji: String,
    pub created_at: Timestamp,
}

/// What the reactions to a message are ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactionKey {
    pub emoji: String,
    pub user_id: UserId,
}

impl Queries {
    /// The chat of a message, and at most `limit` reactions to it, by emoji and then by user, after `after`.
    ///
    /// # Errors
    /// Those of [`Queries::message`]. A report shows the message alone.
    pub async fn reactions(
        &self,
        reader: ReaderAccess,
        id: MessageId,
        after: Option<&ReactionKey>,
        limit: i64,
    ) -> Result<(ChatId, Vec<UserReaction>), Error> {
        let reader = ReaderAccess {
            sees_reported: None,
            ..reader
        };
        let chat_id = self.message(reader, id).await?.chat_id;
        let emoji = after.map_or("", |key| &key.emoji);
        let user_id = after.map(|key| key.user_id).unwrap_or_default();
        let parameters: Parameters<'_> = &[&id, &emoji, &user_id, &limit];
        Ok((chat_id, self.all(REACTIONS, parameters).await?))
    }
}

impl UserReaction {
    /// Where it stands in the list.
    pub fn key(&self) -> ReactionKey {
        ReactionKey {
            emoji: self.emoji.clone(),
            user_id: self.user_id,
        }
    }
}

impl FromRow for UserReaction {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            emoji: row.try_get("emoji")?,
            created_at: row.timestamp("created_at")?,
        })
    }
}

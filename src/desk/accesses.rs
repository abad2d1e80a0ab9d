//! Accesses to chats by admins, moderators and API keys who are not members.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::audit::People;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::desk::error::Error;
use crate::desk::people::DeskChat;
use crate::desk::service::Desk;
use crate::domain::{AttachmentId, ChatId, Position, UserId};

const ACCESSES: &str = include_str!("sql/accesses.sql");

/// An access to a chat by a reader who is not its member.
#[derive(Debug, Clone)]
pub struct RecordedAccess {
    /// The position of its event.
    pub id: Position,
    pub at: Timestamp,
    pub user_id: Option<UserId>,
    /// The name of the API key through which it happened.
    pub via_key: Option<String>,
    /// `None`: all chats of the realm.
    pub chat_id: Option<ChatId>,
    pub attachment_id: Option<AttachmentId>,
    pub action: String,
    pub route: String,
    pub address: String,
    pub reason: Option<String>,
}

/// Accesses, with their people and chats.
#[derive(Debug)]
pub struct AccessPage {
    pub accesses: Vec<RecordedAccess>,
    pub chats: HashMap<ChatId, DeskChat>,
    pub people: People,
}

impl Desk {
    /// The accesses before a position of the log, the newest first.
    pub async fn accesses(
        &self,
        before: Option<Position>,
        limit: i64,
    ) -> Result<AccessPage, Error> {
        let before = before.unwrap_or(Position(i64::MAX));
        let parameters: Parameters<'_> = &[&self.realm, &before, &limit];
        let rows = query::all(&self.pool, ACCESSES, parameters).await?;
        let accesses = rows.iter().map(RecordedAccess::from_row);
        let accesses: Vec<RecordedAccess> = accesses.collect::<Result<_, _>>()?;
        let mut chats: Vec<i64> = accesses
            .iter()
            .filter_map(|access| Some(access.chat_id?.0))
            .collect();
        chats.sort_unstable();
        chats.dedup();
        let chats = self.chats(&chats, false).await?;
        let people = accesses.iter().filter_map(|access| Some(access.user_id?.0));
        Ok(AccessPage {
            people: self.people(&people.collect::<Vec<_>>()).await?,
            chats: chats.into_iter().map(|chat| (chat.id, chat)).collect(),
            accesses,
        })
    }
}

impl FromRow for RecordedAccess {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("position")?,
            at: row.timestamp("at")?,
            user_id: row.try_get("user_id")?,
            via_key: row.try_get("via_key")?,
            chat_id: row.try_get("chat_id")?,
            attachment_id: row.try_get("attachment_id")?,
            action: row.try_get("action")?,
            route: row.try_get("route")?,
            address: row.try_get("address")?,
            reason: row.try_get("reason")?,
        })
    }
}

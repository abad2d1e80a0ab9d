//! Chats that wait for an answer.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::audit::People;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::desk::error::Error;
use crate::desk::people::DeskChat;
use crate::desk::service::Desk;
use crate::desk::sort_key::SortKey;
use crate::domain::text::{self, EXCERPT_CHARS};
use crate::domain::{ChatId, MessageId, UserId};

const WAITING: &str = include_str!("sql/waiting.sql");

/// A chat that waits for an answer.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub chat_id: ChatId,
    pub sort_key: SortKey,
    /// The first message that waits.
    pub message_id: MessageId,
    pub asked_by: UserId,
    pub since: Timestamp,
    /// The messages since then, at most 100 of them.
    pub messages: i64,
    /// The beginning of the newest message; `None` if the desk may not show it.
    pub excerpt: Option<String>,
}

/// Chats that wait, with their people.
#[derive(Debug)]
pub struct WaitingPage {
    pub waiting: Vec<Waiting>,
    pub chats: HashMap<ChatId, DeskChat>,
    pub people: People,
}

impl Desk {
    /// The chats that wait, the longest wait first.
    pub async fn waiting(&self, after: Option<SortKey>, limit: i64) -> Result<WaitingPage, Error> {
        self.count().await?;
        let after = after.unwrap_or(SortKey::FIRST);
        let shows_text = !self.only_reported();
        let parameters: Parameters<'_> =
            &[&self.realm, &after.time(), &after.id, &limit, &shows_text];
        let rows = query::all(&self.pool, WAITING, parameters).await?;
        let waiting = rows.iter().map(Waiting::from_row);
        let waiting: Vec<Waiting> = waiting.collect::<Result<_, _>>()?;
        let chats: Vec<i64> = waiting.iter().map(|one| one.chat_id.0).collect();
        let chats = self.chats(&chats, false).await?;
        let people: Vec<i64> = waiting.iter().map(|one| one.asked_by.0).collect();
        Ok(WaitingPage {
            people: self.people(&people).await?,
            chats: chats.into_iter().map(|chat| (chat.id, chat)).collect(),
            waiting,
        })
    }
}

impl FromRow for Waiting {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let message_id: MessageId = row.try_get("asked_id")?;
        let excerpt: Option<String> = row.try_get("excerpt")?;
        Ok(Self {
            chat_id: row.try_get("chat_id")?,
            sort_key: SortKey {
                at: row.try_get("sort_key")?,
                id: message_id.0,
            },
            message_id,
            asked_by: row.try_get("asked_by")?,
            since: row.timestamp("asked_at")?,
            messages: row.try_get("messages")?,
            excerpt: excerpt.map(|read| text::beginning(&read, EXCERPT_CHARS).to_owned()),
        })
    }
}

//! Every event of a chat.

use crate::accesses::Recorded;
use crate::audit::{Entry, People};
use crate::db::FromRow as _;
use crate::db::query::{self, Parameters};
use crate::desk::error::Error;
use crate::desk::people::DeskChat;
use crate::desk::service::Desk;
use crate::domain::{ChatId, Position};

const TIMELINE: &str = include_str!("sql/timeline.sql");

/// Events of a chat, with the people whom they name.
#[derive(Debug)]
pub struct Timeline {
    pub chat: DeskChat,
    pub entries: Vec<Entry>,
    pub people: People,
}

impl Desk {
    /// The events of a chat after a position.
    ///
    /// # Errors
    /// `NoSuchChat`.
    pub async fn timeline(
        &self,
        _recorded: Recorded,
        chat_id: ChatId,
        after: Position,
        limit: i64,
    ) -> Result<Timeline, Error> {
        let chat = self.chat(chat_id).await?;
        let only_reported = self.only_reported();
        let parameters: Parameters<'_> = &[&chat_id, &after, &limit, &only_reported];
        let rows = query::all(&self.pool, TIMELINE, parameters).await?;
        let entries = rows.iter().map(Entry::from_row);
        let entries: Vec<Entry> = entries.collect::<Result<_, _>>()?;
        let named = entries.iter().flat_map(Entry::people).map(|id| id.0);
        let people = self.people(&named.collect::<Vec<_>>()).await?;
        Ok(Timeline {
            chat,
            entries,
            people,
        })
    }
}

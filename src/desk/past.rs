//! A chat as it was at a time.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::accesses::Recorded;
use crate::audit::People;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::desk::error::Error;
use crate::desk::people::DeskChat;
use crate::desk::service::Desk;
use crate::domain::{ChatId, MessageId, Position, UserId};

const PAST: &str = include_str!("sql/past.sql");
const PAST_MESSAGES: &str = include_str!("sql/past_messages.sql");
const PAST_READS: &str = include_str!("sql/past_reads.sql");

/// Events that are read to learn who had read the messages of a page.
const MAX_EVENTS: i64 = 10_000;

/// Which messages to show.
#[derive(Debug, Clone, Copy)]
pub struct PastPage {
    pub at: Timestamp,
    pub before: Option<MessageId>,
    pub limit: i64,
}

/// A message as it was.
#[derive(Debug, Clone)]
pub struct PastMessage {
    pub id: MessageId,
    pub author_id: Option<UserId>,
    /// The text at that time; `None` if it was erased since.
    pub text: Option<String>,
    pub sent_at: Timestamp,
    pub is_edited: bool,
    pub reply_to: Option<MessageId>,
    /// The names of its files; `None` for a file that was removed since.
    pub files: Vec<Option<String>>,
}

/// A chat as it was.
#[derive(Debug)]
pub struct Past {
    pub chat: DeskChat,
    /// The chat's last event by then; 0 if it did not exist yet.
    pub position: Position,
    pub is_deleted: bool,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// The newest first, one more than the limit if there are older ones.
    pub messages: Vec<PastMessage>,
    pub people: People,
    /// The newest message that each user had read; `None` if that is too long ago to tell.
    reads: Option<HashMap<UserId, MessageId>>,
}

impl Past {
    /// Who had read a message; `None` if that is too long ago to tell.
    pub fn readers(&self, message: &PastMessage) -> Option<Vec<UserId>> {
        let reads = self.reads.as_ref()?.iter();
        let readers = reads.filter(|(user_id, up_to)| {
            Some(**user_id) != message.author_id && **up_to >= message.id
        });
        let mut readers: Vec<UserId> = readers.map(|(user_id, _)| *user_id).collect();
        readers.sort_unstable_by_key(|user_id| user_id.0);
        Some(readers)
    }
}

impl Desk {
    /// A chat as it was at a time.
    ///
    /// # Errors
    /// `NoSuchChat`.
    pub async fn past(
        &self,
        _recorded: Recorded,
        chat_id: ChatId,
        page: PastPage,
    ) -> Result<Past, Error> {
        let chat = self.chat(chat_id).await?;
        let at = page.at.to_string();
        let row = query::first(&self.pool, PAST, &[&chat_id, &at]).await?;
        let row = row.ok_or(Error::NoSuchChat)?;
        let position: Position = row.try_get("position")?;
        let is_deleted: bool = row.try_get("is_deleted")?;
        let messages = if is_deleted {
            Vec::new()
        } else {
            self.past_messages(chat_id, position, page).await?
        };
        let reads = self.past_reads(chat_id, position, &messages).await?;
        let authors = messages.iter().filter_map(|message| message.author_id);
        let readers = reads.iter().flat_map(HashMap::keys).copied();
        let named: Vec<i64> = authors.chain(readers).map(|id| id.0).collect();
        Ok(Past {
            people: self.people(&named).await?,
            first_at: row.timestamp("first_at")?,
            last_at: row.timestamp("last_at")?,
            chat,
            position,
            is_deleted,
            messages,
            reads,
        })
    }

    async fn past_messages(
        &self,
        chat_id: ChatId,
        position: Position,
        page: PastPage,
    ) -> Result<Vec<PastMessage>, db::Error> {
        let before = page.before.map_or(i64::MAX, |before| before.0);
        let (rows, only_reported) = (page.limit + 1, self.only_reported());
        let parameters: Parameters<'_> = &[&chat_id, &position, &before, &rows, &only_reported];
        let rows = query::all(&self.pool, PAST_MESSAGES, parameters).await?;
        rows.iter().map(PastMessage::from_row).collect()
    }

    async fn past_reads(
        &self,
        chat_id: ChatId,
        position: Position,
        messages: &[PastMessage],
    ) -> Result<Option<HashMap<UserId, MessageId>>, db::Error> {
        // Who read a message did so after it was sent.
        let Some(oldest) = messages.last() else {
            return Ok(Some(HashMap::new()));
        };
        let parameters: Parameters<'_> = &[&chat_id, &oldest.id, &position, &(MAX_EVENTS + 1)];
        let rows = query::all(&self.pool, PAST_READS, parameters).await?;
        let mut reads = HashMap::new();
        for row in &rows {
            if row.try_get::<_, i64>("events")? > MAX_EVENTS {
                return Ok(None);
            }
            if let Some(user_id) = row.try_get("user_id")? {
                reads.insert(user_id, row.try_get("up_to")?);
            }
        }
        Ok(Some(reads))
    }
}

impl FromRow for PastMessage {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            author_id: row.try_get("author_id")?,
            text: row.try_get("text")?,
            sent_at: row.timestamp("sent_at")?,
            is_edited: row.try_get("is_edited")?,
            reply_to: row.try_get("reply_to")?,
            files: row.array("files")?,
        })
    }
}

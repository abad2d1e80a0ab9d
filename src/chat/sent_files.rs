//! The messages of a chat that have files or links.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::queries::Queries;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{Attachment, ChatId, MessageId, UserId};

const SENT_FILES: &str = include_str!("sql/sent_files.sql");

/// The most messages with files that one page examines for those of a kind.
const EXAMINED_MAX: i64 = 2_000;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentKind {
    Image,
    Video,
    /// Voice notes too.
    Audio,
    /// Any other file.
    File,
    Link,
}

/// A page of the messages that have files or links.
#[derive(Debug)]
pub struct SentFiles {
    /// The newest first.
    pub messages: Vec<SentFilesMessage>,
    /// The message down to which messages were examined, if there may be more.
    pub examined_from: Option<MessageId>,
}

/// A message that has files or links.
#[derive(Debug, Clone)]
pub struct SentFilesMessage {
    pub id: MessageId,
    pub sender_id: Option<UserId>,
    pub created_at: Timestamp,
    /// Those of the kind.
    pub files: Vec<Attachment>,
    /// The text, if it has links and they are listed.
    pub content: Option<String>,
}

impl SentKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
            Self::Link => "link",
        }
    }
}

impl Queries {
    /// At most `limit` messages of a chat, the newest first, up to and including one, that have files or links of
    /// a kind; `None`: any.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`.
    pub async fn sent_files(
        &self,
        reader: ReaderAccess,
        chat_id: ChatId,
        kind: Option<SentKind>,
        up_to: MessageId,
        limit: i64,
    ) -> Result<SentFiles, Error> {
        self.require_readable(reader.user_id, chat_id, reader.sees_all)
            .await?;
        let has_links = matches!(kind, None | Some(SentKind::Link));
        // Without a kind every message with files is listed.
        let examined = if kind.is_none() { limit } else { EXAMINED_MAX };
        let name = kind.map(SentKind::as_str);
        let parameters: Parameters<'_> = &[&chat_id, &up_to, &name, &examined, &has_links, &limit];
        let rows = query::all(&self.pool, SENT_FILES, parameters).await?;
        let is_found = |row: &&Row| row.get::<_, Option<MessageId>>("message_id").is_some();
        let messages = rows.iter().filter(is_found).map(SentFilesMessage::from_row);
        let messages: Vec<_> = messages.collect::<Result<_, _>>()?;
        let is_full = i64::try_from(messages.len()) == Ok(limit);
        let last = messages.last().filter(|_| is_full);
        let examined_from = rows.first().map(|row| row.try_get("examined_from"));
        let examined_from = examined_from.transpose().map_err(db::Error::from)?;
        Ok(SentFiles {
            examined_from: last.map(|last| last.id).or(examined_from.flatten()),
            messages,
        })
    }
}

impl FromRow for SentFilesMessage {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let files: Option<Json<Vec<Attachment>>> = row.try_get("files")?;
        Ok(Self {
            id: row.try_get("message_id")?,
            sender_id: row.try_get("sender_id")?,
            created_at: row.timestamp("created_at")?,
            files: files.map(|Json(files)| files).unwrap_or_default(),
            content: row.try_get("content")?,
        })
    }
}

//! Search in messages: the query `search_messages`.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::chat::access::ReaderAccess;
use crate::chat::error::Error;
use crate::chat::message::Message;
use crate::chat::queries::Queries;
use crate::db::query::{self, Parameters};
use crate::db::{self, FromRow, RowExt as _};
use crate::domain::{ChatId, MessageId, UserId};

const SEARCH_MESSAGES: &str = include_str!("sql/search_messages.sql");

/// The most messages that one window of a search has; a search examines at most twice as many.
const EXAMINED_MAX: i64 = 5_000;

/// What a search looks for. `None` does not restrict.
#[derive(Debug, Clone, Copy)]
pub struct MessageSearch<'a> {
    /// All its words have to be in the message.
    pub text: &'a str,
    pub chat_id: Option<ChatId>,
    pub author_id: Option<UserId>,
    /// Sent at this time or later.
    pub after: Option<Timestamp>,
    /// Sent before this time.
    pub before: Option<Timestamp>,
    pub has: Option<MessagePart>,
    /// Messages with a lower id.
    pub below: Option<MessageId>,
    pub limit: i64,
}

/// What a message has besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessagePart {
    Image,
    /// A file that is no image.
    File,
    Link,
}

/// The messages that a search found, the newest first.
#[derive(Debug)]
pub struct FoundMessages {
    pub hits: Vec<MessageHit>,
    /// If there may be more: every message from this id on was searched.
    pub searched_from: Option<MessageId>,
}

/// A message that a search found.
#[derive(Debug)]
pub struct MessageHit {
    pub message: Message,
    pub chat_title: Option<String>,
    /// The start and the end (exclusive) of each found word, in characters.
    pub highlights: Vec<(usize, usize)>,
}

impl MessagePart {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::File => "file",
            Self::Link => "link",
        }
    }
}

impl Queries {
    /// Searches the messages that a reader may see, the newest first. Deleted messages are not found.
    ///
    /// # Errors
    /// `ChatNotFound`, `NotAParticipant`, if a chat is named.
    pub async fn search(
        &self,
        reader: ReaderAccess,
        search: MessageSearch<'_>,
    ) -> Result<FoundMessages, Error> {
        let ReaderAccess {
            user_id, sees_all, ..
        } = reader;
        if let Some(chat_id) = search.chat_id {
            self.require_readable(user_id, chat_id, sees_all).await?;
        }
        Ok(self
            .search_messages(user_id, sees_all.is_some(), search)
            .await?)
    }

    /// Searches the messages of the chats that a reader is in, or of all chats. It examines a bounded
    /// number of messages, so it may find none although there are more.
    async fn search_messages(
        &self,
        reader: UserId,
        sees_all: bool,
        search: MessageSearch<'_>,
    ) -> Result<FoundMessages, db::Error> {
        // No message is older than this, and Postgres has no times as old as `jiff`.
        let milliseconds = |time: Timestamp| time.as_millisecond().max(0);
        let parameters: Parameters<'_> = &[
            &self.realm,
            &reader,
            &sees_all,
            &search.chat_id,
            &search.text,
            &search.author_id,
            &search.after.map(milliseconds),
            &search.before.map(milliseconds),
            &search.has.map(MessagePart::as_str),
            &search.below.unwrap_or(MessageId(i64::MAX)),
            &search.limit,
            &EXAMINED_MAX,
        ];
        let rows = query::all(&self.pool, SEARCH_MESSAGES, parameters).await?;
        let searched_from = rows.first().map(|row| row.try_get("searched_from"));
        let searched_from: Option<MessageId> = searched_from.transpose()?.flatten();
        let is_hit = |row: &&Row| row.get::<_, Option<i64>>("message_id").is_some();
        let hits = rows.iter().filter(is_hit).map(MessageHit::from_row);
        Ok(FoundMessages {
            hits: hits.collect::<Result<_, _>>()?,
            searched_from,
        })
    }
}

impl FromRow for MessageHit {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let offsets: Vec<i32> = row.array("highlights")?;
        let offset = |offset: i32| usize::try_from(offset).unwrap_or_default();
        let pairs = offsets.chunks_exact(2);
        Ok(Self {
            message: Message::from_row(row)?,
            chat_title: row.try_get("chat_title")?,
            highlights: pairs
                .map(|pair| (offset(pair[0]), offset(pair[1])))
                .collect(),
        })
    }
}

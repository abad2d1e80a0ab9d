//! Exports a chat for people to read.
//!
//! # Guarantees
//! One page of the chat is in memory at a time. The export ends with the event that was the last
//! one when it started.

mod csv;
mod html;

use std::io::{self, Write};

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::attachments;
use crate::db::session::Prepared;
use crate::db::{Connector, DbConnection, Error, FromRow, RowExt as _};

/// Events in one page.
const PAGE: i64 = 500;

const CHAT_AND_HEAD: &str = include_str!("../sql/chat_and_head.sql");
const CHAT_TRANSCRIPT: &str = include_str!("../sql/chat_transcript.sql");

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// A self-contained page, to read and to print.
    Html,
}

/// One event of a chat.
#[derive(Debug)]
struct Entry {
    position: i64,
    at: Timestamp,
    kind: String,
    actor_id: Option<i64>,
    /// The current name of the user; `None` if the user was deleted.
    actor: Option<String>,
    description: String,
    text: Option<String>,
    /// The state of a text: `shown`, `edited` (a later entry has the new text), `deleted` or
    /// `erased`.
    state: Option<String>,
    /// The message that was sent, edited or deleted.
    message_id: Option<i64>,
    /// The message that it replies to.
    reply_to: Option<i64>,
    /// The names of its files; `None` for a file that was removed.
    files: Vec<Option<String>>,
}

/// Writes entries in one format.
trait Writer {
    fn begin(&mut self, out: &mut dyn Write, chat_id: i64) -> io::Result<()>;
    fn entry(&mut self, out: &mut dyn Write, entry: &Entry) -> io::Result<()>;
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// Why a transcript could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TranscriptError {
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
    /// The output.
    #[error("writing: {0}")]
    Output(#[from] io::Error),
    /// The content of a file.
    #[error(transparent)]
    File(#[from] attachments::Error),
    /// There is no such chat.
    #[error("there is no chat {0}")]
    NoSuchChat(i64),
}

impl From<tokio_postgres::Error> for TranscriptError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A chat up to the head of the log at one moment.
pub struct Transcript {
    connection: DbConnection,
    page: Prepared,
    chat_id: i64,
    /// Whether it has only what concerns reported messages.
    only_reported: bool,
    head: i64,
    writer: Box<dyn Writer + Send + Sync>,
    /// How far it is written.
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    Beginning,
    After(i64),
    Ended,
}

impl Transcript {
    /// Connects as the owner.
    pub async fn open(
        owner: &Connector,
        chat_id: i64,
        format: Format,
    ) -> Result<Self, TranscriptError> {
        let connection = owner.open_as_owner().await?;
        Self::over(connection, chat_id, format, false).await
    }

    /// Uses a connection of the server. `only_reported`: only what concerns reported messages.
    pub async fn over(
        connection: DbConnection,
        chat_id: i64,
        format: Format,
        only_reported: bool,
    ) -> Result<Self, TranscriptError> {
        let rows = connection.query(CHAT_AND_HEAD, &[&chat_id]).await?;
        let row = rows.first().ok_or(TranscriptError::NoSuchChat(chat_id))?;
        if !row.try_get::<_, bool>("chat_exists")? {
            return Err(TranscriptError::NoSuchChat(chat_id));
        }
        Ok(Self {
            head: row.try_get("position")?,
            page: connection.prepare(CHAT_TRANSCRIPT).await?,
            connection,
            chat_id,
            only_reported,
            writer: match format {
                Format::Csv => Box::new(csv::Csv),
                Format::Html => Box::new(html::Html::default()),
            },
            state: State::Beginning,
        })
    }

    /// Writes all events.
    pub async fn write(mut self, out: &mut (dyn Write + Send)) -> Result<(), TranscriptError> {
        while let Some(part) = self.next_part().await? {
            out.write_all(&part)?;
        }
        Ok(out.flush()?)
    }

    /// The next part of the text; `None` at the end.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, TranscriptError> {
        let mut out = Vec::new();
        let after = match self.state {
            State::Beginning => {
                self.writer.begin(&mut out, self.chat_id)?;
                0
            }
            State::After(after) => after,
            State::Ended => return Ok(None),
        };
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 5] = [
            &self.chat_id,
            &after,
            &self.head,
            &PAGE,
            &self.only_reported,
        ];
        let page = self.connection.query_prepared(&self.page, &parameters);
        let rows = page.await?;
        self.state = State::Ended;
        for row in &rows {
            let entry = Entry::from_row(row)?;
            self.state = State::After(entry.position);
            self.writer.entry(&mut out, &entry)?;
        }
        if rows.is_empty() {
            self.writer.end(&mut out)?;
        }
        Ok(Some(out))
    }
}

/// A text without control characters other than tab and line feed, because terminals and
/// spreadsheets may act on them. A portable export has the unchanged text.
fn printable(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| matches!(character, '\t' | '\n') || !character.is_control())
}

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            position: row.try_get("position")?,
            at: row.timestamp("recorded_at")?,
            kind: row.try_get("kind")?,
            actor_id: row.try_get("actor_id")?,
            actor: row.try_get("actor")?,
            description: row.try_get("description")?,
            text: row.try_get("text")?,
            state: row.try_get("state")?,
            message_id: row.try_get("message_id")?,
            reply_to: row.try_get("reply_to")?,
            files: row.try_get("files")?,
        })
    }
}

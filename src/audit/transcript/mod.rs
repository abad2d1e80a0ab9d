//! Exports a chat.
//!
//! # Guarantees
//! One page of the chat is in memory at a time. The export ends with the event that was the last
//! one when it started.

mod csv;
mod html;
mod jsonl;

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use crate::db::{Connector, DbConnection, Error, PgTimestamp};

/// Events in one page.
const PAGE: i64 = 500;

const EVENTS: &str = "
    SELECT e.position, e.recorded_at, e.kind, e.actor_id, audit.display_name(u.id, u.name) AS actor,
           words.what, words.text,
           CASE
               WHEN e.kind NOT IN ('message_sent', 'message_edited') THEN NULL
               WHEN e.payload ? 'content_digest' THEN 'erased'
               WHEN coalesce(m.edit_position, m.id) IS DISTINCT FROM e.position THEN 'edited'
               WHEN m.is_deleted THEN 'deleted'
               ELSE 'shown'
           END AS state,
           CASE e.kind
               WHEN 'message_sent' THEN e.position
               WHEN 'message_edited' THEN (e.payload ->> 'message_id')::bigint
               WHEN 'message_deleted' THEN (e.payload ->> 'message_id')::bigint
           END AS message_id,
           CASE e.kind WHEN 'message_sent' THEN (e.payload ->> 'reply_to')::bigint END AS reply_to,
           ARRAY(SELECT f.name FROM audit.message_files(e) AS f ORDER BY f.place) AS files
    FROM (
        SELECT *
        FROM public.events AS of_chat
        WHERE of_chat.chat_id = $1
          AND of_chat.position + 0 > $2
          AND of_chat.position + 0 <= $3
        ORDER BY of_chat.position + 0
        LIMIT $4
    ) AS e
    CROSS JOIN LATERAL audit.describe_event(e) AS words
    LEFT JOIN public.messages AS m ON m.id = CASE e.kind
        WHEN 'message_edited' THEN (e.payload ->> 'message_id')::bigint
        ELSE e.position
    END
    LEFT JOIN public.users AS u ON u.id = e.actor_id
    ORDER BY e.position";

/// The format of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line, for programs.
    Jsonl,
    /// For spreadsheets.
    Csv,
    /// A self-contained page, to read and to print.
    Html,
}

/// One event of a chat.
#[derive(Debug, Serialize)]
struct Entry {
    position: i64,
    at: Timestamp,
    kind: String,
    actor_id: Option<i64>,
    /// The current name of the user; `None` if the user was deleted.
    actor: Option<String>,
    what: String,
    text: Option<String>,
    /// The state of a text: `shown`, `edited` (a later entry has the new text), `deleted` or
    /// `erased`.
    state: Option<String>,
    /// The message that was sent, edited or deleted.
    message_id: Option<i64>,
    /// The message that it replies to.
    reply_to: Option<i64>,
    /// The names of its files; `None` for a file that was removed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
    link: DbConnection,
    chat_id: i64,
    head: i64,
}

impl Transcript {
    /// Connects as the owner.
    pub async fn open(owner: &Connector, chat_id: i64) -> Result<Self, TranscriptError> {
        let link = owner.open_as_owner().await?;
        let sql = "SELECT h.position, EXISTS (
                       SELECT FROM public.events AS e WHERE e.chat_id = $1
                   ) AS chat_exists
                   FROM public.log_head AS h";
        let row = link.query_one(sql, &[&chat_id]).await?;
        if !row.get::<_, bool>("chat_exists") {
            return Err(TranscriptError::NoSuchChat(chat_id));
        }
        let head = row.get("position");
        Ok(Self {
            link,
            chat_id,
            head,
        })
    }

    /// Writes all events, and returns their number.
    pub async fn write(
        &self,
        format: Format,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, TranscriptError> {
        let mut writer: Box<dyn Writer + Send> = match format {
            Format::Jsonl => Box::new(jsonl::Jsonl),
            Format::Csv => Box::new(csv::Csv),
            Format::Html => Box::new(html::Html::default()),
        };
        writer.begin(out, self.chat_id)?;
        let page = self.link.prepare(EVENTS).await?;
        let (mut after, mut written) = (0_i64, 0);
        loop {
            let rows = self
                .link
                .query_prepared(&page, &[&self.chat_id, &after, &self.head, &PAGE])
                .await?;
            for row in &rows {
                let entry = entry(row)?;
                after = entry.position;
                writer.entry(out, &entry)?;
                written += 1;
            }
            if rows.is_empty() {
                break;
            }
        }
        writer.end(out)?;
        out.flush()?;
        Ok(written)
    }
}

/// A text without control characters other than tab and line feed, because terminals and
/// spreadsheets may act on them. The JSON format has the unchanged text.
fn printable(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| matches!(character, '\t' | '\n') || !character.is_control())
}

fn entry(row: &tokio_postgres::Row) -> Result<Entry, tokio_postgres::Error> {
    Ok(Entry {
        position: row.try_get("position")?,
        at: row.try_get::<_, PgTimestamp>("recorded_at")?.0,
        kind: row.try_get("kind")?,
        actor_id: row.try_get("actor_id")?,
        actor: row.try_get("actor")?,
        what: row.try_get("what")?,
        text: row.try_get("text")?,
        state: row.try_get("state")?,
        message_id: row.try_get("message_id")?,
        reply_to: row.try_get("reply_to")?,
        files: row.try_get("files")?,
    })
}

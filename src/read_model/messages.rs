//! History.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::snapshot::{self, Snapshot, snapshot};
use crate::domain::{ChatId, MessageId, UserId};
use crate::store::query::Parameters;
use crate::store::{Error, Moment, Pool};

/// A message as it is kept.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Its name where names are UUIDs: the id of the event it was sent with.
    pub uuid: Uuid,
    /// Its chat.
    pub chat_id: ChatId,
    /// Who wrote it.
    pub sender_id: Option<UserId>,
    /// Its text, also of a deleted one.
    pub content: String,
    /// Whether that is another text than it was sent with.
    pub is_edited: bool,
    /// The UUID of the message that it answers.
    pub reply_to: Option<Uuid>,
    /// Whether its author took it back.
    pub is_deleted: bool,
    /// The sender's own name for it.
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// Which part of a chat's history.
#[derive(Debug, Clone, Copy)]
pub enum Span {
    /// The newest.
    Newest,
    /// The newest but so many, for contracts that page by offset.
    NewestBut(i64),
    /// The newest before a message.
    Before(MessageId),
    /// The oldest after a message.
    After(MessageId),
}

/// Messages in chronological order.
#[derive(Debug)]
pub struct Page {
    /// At most as many as were asked for.
    pub messages: Vec<Message>,
    /// Whether there are others beyond the page, in the direction it was read.
    pub has_more: bool,
}

macro_rules! half {
    ($which:literal, $compare:literal, $direction:literal) => {
        concat!(
            "(SELECT m.id, m.chat_id, m.sender_id, m.content, m.is_deleted, m.client_id, m.created_at
              FROM public.messages AS m
              WHERE m.chat_id = $1
                AND ", $which, "
                AND m.id ", $compare, " $2
              ORDER BY m.id ", $direction, "
              LIMIT $3)"
        )
    };
}

macro_rules! whole {
    ($compare:literal, $direction:literal) => {
        concat!(
            "SELECT * FROM (",
            half!("NOT m.is_deleted", $compare, $direction),
            " UNION ALL ",
            half!("m.is_deleted", $compare, $direction),
            ") AS m ORDER BY m.id ",
            $direction,
            " LIMIT $3"
        )
    };
}

// Shown messages and deleted ones have an index each (see V0003): what shows both merges two
// short reads, and a chat full of deleted messages costs a reader nothing.
const SHOWN_BEFORE: &str = snapshot!(half!("NOT m.is_deleted", "<", "DESC"), ORDER BY "1 DESC");
const SHOWN_AFTER: &str = snapshot!(half!("NOT m.is_deleted", ">", "ASC"), ORDER BY "1 ASC");
const ALL_BEFORE: &str = snapshot!(whole!("<", "DESC"), ORDER BY "1 DESC");
const ALL_AFTER: &str = snapshot!(whole!(">", "ASC"), ORDER BY "1 ASC");

/// A page of a chat's history, at most `limit` messages.
pub async fn history(
    pool: &Pool,
    chat_id: ChatId,
    span: Span,
    limit: i64,
    with_deleted: bool,
) -> Result<Snapshot<Page>, Error> {
    let (sql, bound) = match (span, with_deleted) {
        (Span::NewestBut(_), _) => todo!(),
        (Span::Newest, false) => (SHOWN_BEFORE, i64::MAX),
        (Span::Newest, true) => (ALL_BEFORE, i64::MAX),
        (Span::Before(id), false) => (SHOWN_BEFORE, id.0),
        (Span::Before(id), true) => (ALL_BEFORE, id.0),
        (Span::After(id), false) => (SHOWN_AFTER, id.0),
        (Span::After(id), true) => (ALL_AFTER, id.0),
    };
    // One more than asked for tells whether there are more.
    let parameters: Parameters<'_> = &[&chat_id.0, &bound, &(limit + 1)];
    let rows = snapshot::read(pool, sql, parameters).await?;
    rows.try_map(|rows| page(&rows, span, limit))
}

fn page(rows: &[Row], span: Span, limit: i64) -> Result<Page, Error> {
    let shown = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > shown;
    let mut messages = rows
        .iter()
        .take(shown)
        .map(read)
        .collect::<Result<Vec<Message>, Error>>()?;
    if !matches!(span, Span::After(_)) {
        messages.reverse();
    }
    Ok(Page { messages, has_more })
}

fn read(row: &Row) -> Result<Message, Error> {
    Ok(Message {
        id: MessageId(row.try_get(0)?),
        chat_id: ChatId(row.try_get(1)?),
        sender_id: row.try_get::<_, Option<i64>>(2)?.map(UserId),
        uuid: todo!(),
        is_edited: todo!(),
        reply_to: todo!(),
        content: row.try_get(3)?,
        is_deleted: row.try_get(4)?,
        client_id: row.try_get(5)?,
        created_at: row.try_get::<_, Moment>(6)?.0,
    })
}

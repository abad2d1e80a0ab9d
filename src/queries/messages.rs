//! History.

use jiff::Timestamp;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, PgTimestamp, Pool};
use crate::domain::{Attachment, ChatId, MessageId, MessageKind, Realm, UserId};
use crate::queries::fragments::{chat, message, participant};
use crate::queries::snapshot::{self, Snapshot, snapshot};

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
    /// Whether it was given another text since it was sent.
    pub is_edited: bool,
    /// The UUID of the message that it answers.
    pub reply_to: Option<Uuid>,
    /// Whether its author took it back.
    pub is_deleted: bool,
    /// The sender's own name for it.
    pub client_id: Option<Uuid>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// What sort of message it is.
    pub kind: MessageKind,
    /// The files it has.
    pub attachments: Vec<Attachment>,
}

/// Which part of a chat's history.
#[derive(Debug, Clone, Copy)]
pub enum HistoryRange {
    /// The newest.
    Newest,
    /// The newest but so many, for contracts that page by offset.
    NewestSkip(i64),
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

/// What a page of history shows of what was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    /// Nothing.
    Hidden,
    /// Those that a message answers.
    IfRepliedTo,
    /// Everything.
    Shown,
}

/// The columns that [`Message::read`] reads of a message `m`.
macro_rules! columns {
    () => {
        "m.id, m.uuid, m.chat_id, m.sender_id, m.content, m.edit_position IS NOT NULL,
         (SELECT answered.uuid FROM public.messages AS answered WHERE answered.id = m.reply_to),
         m.is_deleted, m.client_id, m.created_at, m.type,
         CASE WHEN m.attachments <> '{}' THEN (
             SELECT jsonb_agg(jsonb_build_object(
                 'id', a.id, 'name', a.name, 'mime', a.mime, 'size', a.size
             ) ORDER BY array_position(m.attachments, a.id))
             FROM public.attachments AS a
             WHERE a.id = ANY (m.attachments)
               AND a.size IS NOT NULL
               AND a.deleted_at IS NULL
         ) END"
    };
}
pub(super) use columns;

/// A place is compared as a pair, `(chat_id, id)`: see `sql/projection/newest_message_up_to.sql`.
macro_rules! half {
    ($which:literal, $compare:literal, $direction:literal) => {
        concat!(
            "(SELECT m.*
              FROM public.messages AS m
              WHERE ",
            $which,
            "
                AND (m.chat_id, m.id) >= ($1, 0)
                AND (m.chat_id, m.id) < ($1 + 1, 0)
                AND (m.chat_id, m.id) ",
            $compare,
            " ($1, $2)
              ORDER BY m.chat_id ",
            $direction,
            ", m.id ",
            $direction,
            "
              LIMIT $3::bigint + $4::bigint)"
        )
    };
}

/// `$1` chat, `$2` from where, `$3` how many, `$4` after how many.
macro_rules! page {
    ($from:expr, $direction:literal) => {
        snapshot!(
            concat!(
                "SELECT ",
                columns!(),
                " FROM (",
                $from,
                ") AS m ORDER BY m.chat_id ",
                $direction,
                ", m.id ",
                $direction,
                " LIMIT $3 OFFSET $4"
            ),
            ORDER BY "1 DESC"
        )
    };
}

macro_rules! shown {
    ($compare:literal, $direction:literal) => {
        page!(half!("NOT m.is_deleted", $compare, $direction), $direction)
    };
}

macro_rules! shown_and {
    ($deleted:literal, $compare:literal, $direction:literal) => {
        page!(
            concat!(
                half!("NOT m.is_deleted", $compare, $direction),
                " UNION ALL ",
                half!($deleted, $compare, $direction)
            ),
            $direction
        )
    };
}

// Shown messages, deleted ones and answered deleted ones have an index each (see V0003): what
// shows several merges two short reads, and a chat full of deleted messages costs a reader
// nothing. Every page comes newest first.
const SHOWN_BEFORE: &str = shown!("<", "DESC");
const SHOWN_AFTER: &str = shown!(">", "ASC");
const ANSWERED_BEFORE: &str = shown_and!("m.is_deleted AND m.has_replies", "<", "DESC");
const ANSWERED_AFTER: &str = shown_and!("m.is_deleted AND m.has_replies", ">", "ASC");
const ALL_BEFORE: &str = shown_and!("m.is_deleted", "<", "DESC");
const ALL_AFTER: &str = shown_and!("m.is_deleted", ">", "ASC");

/// One message, for somebody who is in its chat.
const ONE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM (SELECT * FROM public.messages WHERE id = $2 OFFSET 0) AS m
      JOIN ",
    chat!("m.chat_id"),
    " ON c.realm = $1
      JOIN ",
    participant!("m.chat_id", "$3"),
    " ON p.left_at IS NULL"
);

const ID: &str = concat!(
    "SELECT m.id, m.is_deleted
     FROM (SELECT * FROM public.events WHERE event_id = $2 OFFSET 0) AS e
     JOIN ",
    message!("e.position" AS "m"),
    " JOIN ",
    chat!("m.chat_id"),
    " ON c.realm = $1 AND c.deleted_at IS NULL"
);

/// A page of a chat's history, at most `limit` messages.
pub async fn history(
    pool: &Pool,
    chat_id: ChatId,
    span: HistoryRange,
    limit: i64,
    deleted: Deleted,
) -> Result<Snapshot<Page>, Error> {
    let (bound, offset, is_before) = match span {
        HistoryRange::Newest => (i64::MAX, 0, true),
        HistoryRange::NewestSkip(offset) => (i64::MAX, offset, true),
        HistoryRange::Before(id) => (id.0, 0, true),
        HistoryRange::After(id) => (id.0, 0, false),
    };
    let sql = match (deleted, is_before) {
        (Deleted::Hidden, true) => SHOWN_BEFORE,
        (Deleted::Hidden, false) => SHOWN_AFTER,
        (Deleted::IfRepliedTo, true) => ANSWERED_BEFORE,
        (Deleted::IfRepliedTo, false) => ANSWERED_AFTER,
        (Deleted::Shown, true) => ALL_BEFORE,
        (Deleted::Shown, false) => ALL_AFTER,
    };
    // One more than asked for tells whether there are more.
    let parameters: Parameters<'_> = &[&chat_id.0, &bound, &(limit + 1), &offset];
    let rows = snapshot::read(pool, sql, parameters).await?;
    rows.try_map(|rows| page(&rows, is_before, limit))
}

/// A message as it is now, deleted or not; `None` where the reader is not in its chat.
pub async fn message(
    pool: &Pool,
    (realm, reader): (Realm, UserId),
    id: MessageId,
) -> Result<Option<Message>, Error> {
    query::first(pool, ONE, &[&realm.as_str(), &id.0, &reader.0])
        .await?
        .map(|row| Message::read(&row, 0))
        .transpose()
}

/// The message of a realm whose UUID this is, and whether it was deleted.
pub async fn message_id(
    pool: &Pool,
    realm: Realm,
    uuid: Uuid,
) -> Result<Option<(MessageId, bool)>, Error> {
    query::first(pool, ID, &[&realm.as_str(), &uuid])
        .await?
        .map(|row| Ok((MessageId(row.try_get(0)?), row.try_get(1)?)))
        .transpose()
}

/// Rows come newest first; of a page read forward the newest is the one too many.
fn page(rows: &[Row], is_before: bool, limit: i64) -> Result<Page, Error> {
    let shown = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > shown;
    let too_many = rows.len().saturating_sub(shown);
    let rows = if is_before {
        &rows[..rows.len() - too_many]
    } else {
        &rows[too_many..]
    };
    let messages = rows.iter().rev().map(|row| Message::read(row, 0));
    Ok(Page {
        messages: messages.collect::<Result<_, Error>>()?,
        has_more,
    })
}

impl Message {
    /// A message out of [`columns!`], the first of them at `at`.
    pub(super) fn read(row: &Row, at: usize) -> Result<Self, Error> {
        Ok(Self {
            id: MessageId(row.try_get(at)?),
            uuid: row.try_get(at + 1)?,
            chat_id: ChatId(row.try_get(at + 2)?),
            sender_id: row.try_get::<_, Option<i64>>(at + 3)?.map(UserId),
            content: row.try_get(at + 4)?,
            is_edited: row.try_get(at + 5)?,
            reply_to: row.try_get(at + 6)?,
            is_deleted: row.try_get(at + 7)?,
            client_id: row.try_get(at + 8)?,
            created_at: row.try_get::<_, PgTimestamp>(at + 9)?.0,
            kind: MessageKind::from_name(row.try_get(at + 10)?).unwrap_or_default(),
            attachments: row
                .try_get::<_, Option<Json<Vec<Attachment>>>>(at + 11)?
                .map(|Json(files)| files)
                .unwrap_or_default(),
        })
    }
}

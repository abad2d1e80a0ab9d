//! Reading the log by position.

use serde_json::value::RawValue;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::db::error::classify;
use crate::db::query::{self, Parameters};
use crate::db::session::Prepared;
use crate::db::{Connector, DbConnection, Error, PgTimestamp, Pool, Transaction};
use crate::domain::{Attachment, ChatId, Cursor, Event, Position, Realm, ShownTo, UserId};
use crate::log::raw_event::RawEvent;

const EVENTS_FROM: &str = include_str!("sql/events_from.sql");
const HEAD: &str = include_str!("sql/head.sql");
const USER_EVENTS: &str = include_str!("sql/user_events.sql");
const PERSONAL_EVENTS: &str = include_str!("sql/personal_events.sql");
const CHAT_EVENTS: &str = include_str!("sql/chat_events.sql");
const REALM_EVENTS: &str = include_str!("sql/realm_events.sql");
const MEMBERSHIPS: &str = include_str!("sql/memberships.sql");

/// A range of positions, of which only the first `limit` events are read.
#[derive(Debug, Clone, Copy)]
pub struct EventRange {
    /// The position before the first one.
    pub after: Position,
    /// The last position.
    pub up_to: Position,
    /// At least 1.
    pub limit: i64,
}

/// The chats of a user, and who blocks them, as of a head of the log.
#[derive(Debug)]
pub struct UserChats {
    /// The last event that they reflect.
    pub head: Cursor,
    /// In no particular order.
    pub chats: Vec<ChatId>,
    /// Those of them that are groups.
    pub groups: Vec<ChatId>,
    /// Chats that the user has left by one of the last events.
    pub left: Vec<ChatId>,
    /// The users who block them.
    pub blockers: Vec<UserId>,
}

/// The reader of the tail: one connection. After a failure the tail opens another reader.
pub struct LogReader {
    connection: DbConnection,
    from: Prepared,
}

impl LogReader {
    /// Connects.
    pub async fn open(connector: &Connector) -> Result<Self, Error> {
        let connection = connector.open("tail").await?;
        let from = connection.prepare(EVENTS_FROM).await.map_err(classify)?;
        Ok(Self { connection, from })
    }

    /// At most `limit` events from `position` on, that one included.
    pub async fn from(&self, position: Position, limit: i64) -> Result<Vec<Event>, Error> {
        let parameters: Parameters<'_> = &[&position.0, &limit];
        let rows = self.connection.query_prepared(&self.from, parameters).await;
        rows.map_err(classify)?.iter().map(event).collect()
    }

    /// The last event of the log.
    pub async fn head(&self) -> Result<Cursor, Error> {
        let rows = self.connection.query(HEAD, &[]).await.map_err(classify)?;
        Ok(rows.first().map_or(Cursor::START, cursor))
    }
}

/// The last event of the log.
pub async fn head(pool: &Pool) -> Result<Cursor, Error> {
    let row = query::first(pool, HEAD, &[]).await?;
    Ok(row.as_ref().map_or(Cursor::START, cursor))
}

/// At most `limit` events after a position, in the caller's transaction.
pub async fn after(
    transaction: &Transaction<'_>,
    position: Position,
    limit: i64,
) -> Result<Vec<Event>, Error> {
    let rows = transaction
        .query(EVENTS_FROM, &[&position.next().0, &limit])
        .await?;
    rows.iter().map(event).collect()
}

/// The event at a position.
pub async fn at(pool: &Pool, position: Position) -> Result<Option<Event>, Error> {
    let row = query::first(pool, EVENTS_FROM, &[&position.0, &1_i64]).await?;
    let found = row.as_ref().map(event).transpose()?;
    Ok(found.filter(|event| event.position == position))
}

/// Whether this log has the event of a cursor.
pub async fn contains(pool: &Pool, cursor: Cursor) -> Result<bool, Error> {
    if cursor.position == Cursor::START.position {
        return Ok(cursor == Cursor::START);
    }
    let row = query::first(
        pool,
        "SELECT e.event_id FROM public.events AS e WHERE e.position = $1",
        &[&cursor.position.0],
    )
    .await?;
    Ok(row.is_some_and(|row| Cursor::new(cursor.position, row.get("event_id")) == cursor))
}

/// Events after `after` up to `up_to` in a user's current chats of a realm, or in one of them.
pub async fn user_events(
    pool: &Pool,
    realm: Realm,
    user_id: UserId,
    only: Option<ChatId>,
    range: EventRange,
) -> Result<Vec<Event>, Error> {
    let realm = realm.as_str();
    let EventRange {
        after,
        up_to,
        limit,
    } = range;
    let parameters: Parameters<'_> = &[&user_id.0, &realm, &after.0, &up_to.0, &limit];
    let rows = match only {
        None => query::all(pool, USER_EVENTS, parameters).await?,
        Some(chat_id) => {
            let parameters = [parameters, &[&chat_id.0]].concat();
            query::all(pool, CHAT_EVENTS, &parameters).await?
        }
    };
    rows.iter().map(event).collect()
}

/// Events after `after` up to `up_to` in a user's current chats of a realm, and those that concern the user
/// outside of them: the last that removed them from each chat, blocks, what happened to their scheduled
/// messages, and what changed of themselves and of those with whom they share a chat.
pub async fn personal_events(
    pool: &Pool,
    realm: Realm,
    user_id: UserId,
    range: EventRange,
) -> Result<Vec<Event>, Error> {
    let EventRange {
        after,
        up_to,
        limit,
    } = range;
    let parameters: Parameters<'_> = &[&user_id.0, &realm.as_str(), &after.0, &up_to.0, &limit];
    let rows = query::all(pool, PERSONAL_EVENTS, parameters).await?;
    rows.iter().map(event).collect()
}

/// All events of a realm after `after` up to `up_to`, and what changed of its users.
pub async fn realm_events(
    pool: &Pool,
    realm: Realm,
    range: EventRange,
) -> Result<Vec<Event>, Error> {
    let EventRange {
        after,
        up_to,
        limit,
    } = range;
    let parameters: Parameters<'_> = &[&realm.as_str(), &after.0, &up_to.0, &limit];
    query::all(pool, REALM_EVENTS, parameters)
        .await?
        .iter()
        .map(event)
        .collect()
}

/// The chats of each user in its realm, and who blocks the user there.
pub async fn memberships(pool: Pool, users: Vec<(Realm, UserId)>) -> Result<Vec<UserChats>, Error> {
    let (realms, user_ids): (Vec<Realm>, Vec<UserId>) = users.into_iter().unzip();
    let rows = query::all(&pool, MEMBERSHIPS, &[&realms, &user_ids]).await?;
    let chats = rows.iter().map(|row| UserChats {
        head: cursor(row),
        chats: row.get("chat_ids"),
        groups: row.get("group_ids"),
        left: row.get("left_ids"),
        blockers: row.get("blocker_ids"),
    });
    Ok(chats.collect())
}

/// The cursor of an event by the columns `position` and `event_id`; the start if they are NULL.
fn cursor(row: &Row) -> Cursor {
    let event_id: Option<Uuid> = row.get("event_id");
    event_id.map_or(Cursor::START, |id| Cursor::new(row.get("position"), id))
}

fn event(row: &Row) -> Result<Event, Error> {
    let payload: Json<&RawValue> = row.try_get("payload")?;
    let recorded_at: PgTimestamp = row.try_get("recorded_at")?;
    let files: Option<Json<Vec<Attachment>>> = row.try_get("files")?;
    let shown_to: Option<Json<ShownTo>> = row.try_get("shown_to")?;
    let raw = RawEvent {
        event_id: row.try_get("event_id")?,
        realm: row.try_get("realm")?,
        chat_id: row.try_get("chat_id")?,
        kind: row.try_get("kind")?,
        actor_id: row.try_get("actor_id")?,
        payload: payload.0,
        chat_uuid: row.try_get("chat_uuid")?,
        subject_uuid: row.try_get("subject_uuid")?,
        files: files.map(|Json(files)| files),
        newly_read: row.try_get("newly_read")?,
        is_blanked: row.try_get("is_blanked")?,
        is_in_group: row.try_get("is_in_group")?,
        shown_to: shown_to.map(|Json(shown_to)| shown_to),
    };
    Ok(raw.into_event(Position(row.try_get("position")?), recorded_at.0))
}

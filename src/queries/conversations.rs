//! Conversations of any kind, as their participants see them.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, PgTimestamp, Pool};
use crate::domain::{ChatId, ChatKind, Realm, UserId};
use crate::queries::fragments::{chat, message, participants, unread};
use crate::queries::messages::columns;
use crate::queries::{Message, Person};

/// Somebody in a conversation, and how far they have read it.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// The UUID of the newest message that they have read; none before the first.
    pub last_read: Option<Uuid>,
}

/// A conversation as it stands for one of its participants.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Its id.
    pub id: ChatId,
    /// Its name where names are UUIDs: the id of the event it began with.
    pub uuid: Uuid,
    /// Of two, or of many.
    pub kind: ChatKind,
    /// What it is called.
    pub title: Option<String>,
    /// Who began it.
    pub created_by: Option<UserId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the newest message was sent, or it began.
    pub updated_at: Timestamp,
    /// What it is about, in its realm's words.
    pub context: Option<serde_json::Value>,
    /// Who is in it, by id; without names and marks where those were not asked for.
    pub participants: Vec<Member>,
    /// The newest message that is not deleted.
    pub last_message: Option<Message>,
    /// Messages of others, not deleted, that the reader has not seen.
    pub unread_count: i64,
}

/// What a list is to say of the people in its conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// Their ids alone.
    Ids,
    /// Their names and how far they have read too, which are looked up for each of them.
    Named,
}

/// A part of a list, by offset, for contracts that page so.
#[derive(Debug, Clone, Copy)]
pub struct OffsetPage {
    /// How many.
    pub limit: i64,
    /// After how many.
    pub offset: i64,
}

/// `$1` user, `$2` realm, `$3` how many, `$4` after how many; `$which` picks among the user's,
/// `$named` says whether with names and marks. The page is cut first; what it shows is looked up
/// for its rows alone.
macro_rules! conversations {
    ($which:literal, $named:literal) => {
        concat!(
            "WITH page AS (
                 SELECT c.*, p.last_read_seq, p.last_read_id
                 FROM (
                     SELECT *
                     FROM public.chat_participants AS p
                     WHERE p.user_id = $1",
            $which,
            "
                     OFFSET 0
                 ) AS p
                 JOIN ",
            chat!("p.chat_id"),
            " ON c.realm = $2 AND c.deleted_at IS NULL
                 WHERE p.left_at IS NULL
                 ORDER BY c.activity_position DESC
                 LIMIT $3
                 OFFSET $4
             )
             SELECT page.id, page.uuid, page.type, page.title, page.created_by, page.created_at,
                    coalesce(latest.created_at, page.created_at), page.context,
                    inside.ids, inside.names, inside.roles, inside.reads, ",
            unread!(),
            ", ",
            columns!(),
            " FROM page
             LEFT JOIN ",
            message!("page.activity_position" AS "latest"),
            " LEFT JOIN ",
            message!("page.last_message_id" AS "m"),
            " CROSS JOIN LATERAL (
                 SELECT array_agg(o.user_id ORDER BY o.user_id) AS ids,
                        array_agg(",
            called!(),
            " ORDER BY o.user_id) AS names,
                        array_agg(o.role ORDER BY o.user_id) AS roles,
                        array_agg(seen.uuid ORDER BY o.user_id) AS reads
                 FROM ",
            participants!("page.id", $named),
            " LEFT JOIN LATERAL (
                      SELECT m.uuid
                      FROM public.messages AS m
                      WHERE ",
            $named,
            " AND m.id = o.last_read_id
                      OFFSET 0
                 ) AS seen ON true
                 WHERE o.left_at IS NULL
             ) AS inside
             ORDER BY page.activity_position DESC"
        )
    };
}

/// A user's list, `$5` with names or without, and the chat `$5` of it.
const PAGE: &str = conversations!("", "$5");
const ONE: &str = conversations!(" AND p.chat_id = $5", "true");

const ID: &str = concat!(
    "SELECT c.id
     FROM (SELECT * FROM public.events WHERE event_id = $2 OFFSET 0) AS e
     JOIN ",
    chat!("e.position"),
    " ON c.realm = $1 AND c.deleted_at IS NULL"
);

const UUID: &str = "
    SELECT c.uuid
    FROM (SELECT * FROM public.chats WHERE id = $2 OFFSET 0) AS c
    WHERE c.realm = $1
      AND c.deleted_at IS NULL";

/// A slice of a participant's conversations, latest activity first.
pub async fn conversations(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    slice: OffsetPage,
    people: People,
) -> Result<Vec<Conversation>, Error> {
    let (realm, named) = (realm.as_str(), people == People::Named);
    let OffsetPage { limit, offset } = slice;
    let parameters: Parameters<'_> = &[&user_id.0, &realm, &limit, &offset, &named];
    let rows = query::all(pool, PAGE, parameters).await?;
    rows.iter().map(read).collect()
}

/// One of a participant's conversations.
pub async fn conversation(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    chat_id: ChatId,
) -> Result<Option<Conversation>, Error> {
    let realm = realm.as_str();
    let parameters: Parameters<'_> = &[&user_id.0, &realm, &1_i64, &0_i64, &chat_id.0];
    let row = query::first(pool, ONE, parameters).await?;
    row.map(|row| read(&row)).transpose()
}

/// The chat of a realm whose UUID this is, unless it is deleted.
pub async fn chat_id(pool: &Pool, realm: Realm, uuid: Uuid) -> Result<Option<ChatId>, Error> {
    query::first(pool, ID, &[&realm.as_str(), &uuid])
        .await?
        .map(|row| Ok(ChatId(row.try_get(0)?)))
        .transpose()
}

/// The UUID of a chat of a realm, unless it is deleted.
pub async fn chat_uuid(pool: &Pool, realm: Realm, id: ChatId) -> Result<Option<Uuid>, Error> {
    query::first(pool, UUID, &[&realm.as_str(), &id.0])
        .await?
        .map(|row| Ok(row.try_get(0)?))
        .transpose()
}

fn read(row: &Row) -> Result<Conversation, Error> {
    const MESSAGE: usize = 13;
    let kind: &str = row.try_get(2)?;
    let ids: Vec<i64> = row.try_get::<_, Option<_>>(8)?.unwrap_or_default();
    let names: Vec<Option<String>> = row.try_get::<_, Option<_>>(9)?.unwrap_or_default();
    let roles: Vec<String> = row.try_get::<_, Option<_>>(10)?.unwrap_or_default();
    let reads: Vec<Option<Uuid>> = row.try_get::<_, Option<_>>(11)?.unwrap_or_default();
    let people = ids.into_iter().zip(names).zip(roles).zip(reads);
    let has_message = row.try_get::<_, Option<i64>>(MESSAGE)?.is_some();
    Ok(Conversation {
        id: ChatId(row.try_get(0)?),
        uuid: row.try_get(1)?,
        kind: match kind {
            "group" => ChatKind::Group,
            _ => ChatKind::Private,
        },
        title: row.try_get(3)?,
        created_by: row.try_get::<_, Option<i64>>(4)?.map(UserId),
        created_at: row.try_get::<_, PgTimestamp>(5)?.0,
        updated_at: row.try_get::<_, PgTimestamp>(6)?.0,
        context: row.try_get(7)?,
        participants: people
            .map(|(((id, name), role), last_read)| Member {
                person: Person::new(id, name, &role),
                last_read,
            })
            .collect(),
        unread_count: row.try_get(12)?,
        last_message: has_message
            .then(|| Message::read(row, MESSAGE))
            .transpose()?,
    })
}

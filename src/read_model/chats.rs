//! Chat lists.

use jiff::Timestamp;
use tokio_postgres::Row;

use super::snapshot::{self, Snapshot, snapshot};
use crate::domain::{ChatId, MessageId, Position, Realm, Role, UserId};
use crate::store::{Error, Moment, Pool, query};

/// A participant, as others see them.
#[derive(Debug, Clone)]
pub struct Person {
    /// `users.id`.
    pub id: UserId,
    /// `users.name`; empty where the user was removed.
    pub name: String,
    /// What they are in the chat.
    pub role: Role,
}

impl Person {
    pub(super) fn new(id: i64, name: String, role: &str) -> Self {
        Self {
            id: UserId(id),
            name,
            // The log may name any: it is what somebody wrote into it.
            role: role.parse().unwrap_or(Role::Member),
        }
    }
}

/// The newest message that is not deleted.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub sender_id: Option<UserId>,
    /// Its text.
    pub content: String,
    /// When.
    pub created_at: Timestamp,
}

/// A chat as it stands in a participant's list.
#[derive(Debug, Clone)]
pub struct ChatSummary {
    /// Its id.
    pub id: ChatId,
    /// What lists are ordered and paged by.
    pub activity: Position,
    /// The other side.
    pub counterpart: Option<Person>,
    /// The newest message.
    pub last_message: Option<Preview>,
    /// Messages of others, not deleted, that the reader has not seen.
    pub unread_count: i64,
}

/// A chat as it stands in the list of who sees all.
#[derive(Debug, Clone)]
pub struct ChatOverview {
    /// Its id.
    pub id: ChatId,
    /// What lists are ordered and paged by.
    pub activity: Position,
    /// Everyone who is or was in it.
    pub participants: Vec<Person>,
    /// Messages that are not deleted.
    pub messages_count: i64,
    /// When the newest of them was sent.
    pub last_message_at: Option<Timestamp>,
}

/// `$1` user, `$2` realm, `$3` only chats less active than this, `$4` how many, `$5` only
/// this chat. The page is cut first; what it shows is looked up for its rows alone.
macro_rules! own {
    () => {
        "WITH page AS (
                SELECT c.id, c.activity_position, c.last_seq, c.last_message_id,
                       p.last_read_seq, p.last_read_id
                FROM public.chat_participants AS p
                JOIN public.chats AS c ON c.id = p.chat_id
                WHERE p.user_id = $1
                  AND p.left_at IS NULL
                  AND c.realm = $2
                  AND c.deleted_at IS NULL
                  AND c.activity_position < $3
                  AND p.chat_id = coalesce($5, p.chat_id)
                ORDER BY c.activity_position DESC
                LIMIT $4
            )
            SELECT page.id, page.activity_position,
                   other.user_id, coalesce(u.name, ''), other.role,
                   m.id, m.sender_id, m.content, m.created_at,
                   page.last_seq - page.last_read_seq - (
                       SELECT count(*)
                       FROM public.messages AS gone
                       WHERE gone.chat_id = page.id
                         AND gone.is_deleted
                         AND gone.id > page.last_read_id
                   )
            FROM page
            LEFT JOIN LATERAL (
                SELECT o.user_id, o.role
                FROM public.chat_participants AS o
                WHERE o.chat_id = page.id
                  AND o.user_id <> $1
                ORDER BY o.user_id
                LIMIT 1
            ) AS other ON true
            LEFT JOIN public.users AS u ON u.id = other.user_id
            LEFT JOIN public.messages AS m ON m.id = page.last_message_id
            ORDER BY page.activity_position DESC"
    };
}

/// Overviews of at most `$3` chats of the realm `$1`, those that `$which` picks.
macro_rules! overviews {
    ($which:literal) => {
        concat!(
            "WITH page AS (
                SELECT c.id, c.activity_position, c.message_count, c.last_message_id
                FROM public.chats AS c
                WHERE c.realm = $1
                  AND c.deleted_at IS NULL
                  AND ",
            $which,
            "
                ORDER BY c.activity_position DESC
                LIMIT $3
            )
            SELECT page.id, page.activity_position, page.message_count, m.created_at,
                   people.ids, people.names, people.roles
            FROM page
            CROSS JOIN LATERAL (
                SELECT array_agg(p.user_id ORDER BY p.user_id) AS ids,
                       array_agg(coalesce(u.name, '') ORDER BY p.user_id) AS names,
                       array_agg(p.role ORDER BY p.user_id) AS roles
                FROM public.chat_participants AS p
                LEFT JOIN public.users AS u ON u.id = p.user_id
                WHERE p.chat_id = page.id
            ) AS people
            LEFT JOIN public.messages AS m ON m.id = page.last_message_id
            ORDER BY page.activity_position DESC"
        )
    };
}

/// A user's list, and one chat of it.
const OWN: &str = snapshot!(own!(), ORDER BY "2 DESC");
const ONE_OWN: &str = own!();

/// `$2` only chats less active than this.
const ALL: &str = snapshot!(overviews!("c.activity_position < $2"), ORDER BY "2 DESC");

/// The same, with `$4` a pattern for a participant's name.
const ALL_NAMED: &str = snapshot!(
    overviews!(
        "c.activity_position < $2
         AND EXISTS (
             SELECT
             FROM public.chat_participants AS p
             JOIN public.users AS u ON u.id = p.user_id
             WHERE p.chat_id = c.id
               AND u.name ILIKE $4
         )"
    ),
    ORDER BY "2 DESC"
);

/// `$2` that chat alone.
const ONE: &str = overviews!("c.id = $2");

const FROM_THE_TOP: i64 = i64::MAX;

/// A participant's chats, latest activity first, less active than `after`.
pub async fn own_chats(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    after: Option<Position>,
    limit: i64,
) -> Result<Snapshot<Vec<ChatSummary>>, Error> {
    let after = after.map_or(FROM_THE_TOP, |position| position.0);
    let rows = snapshot::read(
        pool,
        OWN,
        &[&user_id.0, &realm.as_str(), &after, &limit, &None::<i64>],
    )
    .await?;
    rows.try_map(|rows| rows.iter().map(summary).collect())
}

/// One of a participant's chats, as it stands in their list.
pub async fn one_of_own(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    chat_id: ChatId,
) -> Result<Option<ChatSummary>, Error> {
    let only = Some(chat_id.0);
    query::first(
        pool,
        ONE_OWN,
        &[&user_id.0, &realm.as_str(), &FROM_THE_TOP, &1_i64, &only],
    )
    .await?
    .map(|row| summary(&row))
    .transpose()
}

/// All chats of a realm, latest activity first, less active than `after`; those alone
/// with a participant whose name contains `name`, where that is given.
pub async fn all_chats(
    pool: &Pool,
    realm: Realm,
    name: Option<&str>,
    after: Option<Position>,
    limit: i64,
) -> Result<Snapshot<Vec<ChatOverview>>, Error> {
    let after = after.map_or(FROM_THE_TOP, |position| position.0);
    let realm = realm.as_str();
    let rows = match name.map(query::containing) {
        Some(pattern) => {
            snapshot::read(pool, ALL_NAMED, &[&realm, &after, &limit, &pattern]).await?
        }
        None => snapshot::read(pool, ALL, &[&realm, &after, &limit]).await?,
    };
    rows.try_map(|rows| rows.iter().map(overview).collect())
}

/// One chat as it stands in the list of all.
pub async fn one_of_all(
    pool: &Pool,
    realm: Realm,
    chat_id: ChatId,
) -> Result<Option<ChatOverview>, Error> {
    let row = query::first(pool, ONE, &[&realm.as_str(), &chat_id.0, &1_i64]).await?;
    row.map(|row| overview(&row)).transpose()
}

fn summary(row: &Row) -> Result<ChatSummary, Error> {
    let counterpart = match row.try_get::<_, Option<i64>>(2)? {
        Some(id) => Some(Person::new(id, row.try_get(3)?, row.try_get(4)?)),
        None => None,
    };
    let last_message = match row.try_get::<_, Option<i64>>(5)? {
        Some(id) => Some(Preview {
            id: MessageId(id),
            sender_id: row.try_get::<_, Option<i64>>(6)?.map(UserId),
            content: row.try_get(7)?,
            created_at: row.try_get::<_, Moment>(8)?.0,
        }),
        None => None,
    };
    Ok(ChatSummary {
        id: ChatId(row.try_get(0)?),
        activity: Position(row.try_get(1)?),
        counterpart,
        last_message,
        unread_count: row.try_get(9)?,
    })
}

fn overview(row: &Row) -> Result<ChatOverview, Error> {
    let ids: Vec<i64> = row.try_get::<_, Option<_>>(4)?.unwrap_or_default();
    let names: Vec<String> = row.try_get::<_, Option<_>>(5)?.unwrap_or_default();
    let roles: Vec<String> = row.try_get::<_, Option<_>>(6)?.unwrap_or_default();
    let people = ids.into_iter().zip(names).zip(roles);
    Ok(ChatOverview {
        id: ChatId(row.try_get(0)?),
        activity: Position(row.try_get(1)?),
        participants: people
            .map(|((id, name), role)| Person::new(id, name, &role))
            .collect(),
        messages_count: row.try_get(2)?,
        last_message_at: row.try_get::<_, Option<Moment>>(3)?.map(|at| at.0),
    })
}

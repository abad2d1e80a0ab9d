//! Chat lists.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{Error, PgTimestamp, Pool};
use crate::domain::{ChatId, MessageId, Name, Position, Realm, Role, UserId};
use crate::queries::fragments::{chat, message, participants, unread};
use crate::queries::snapshot::{self, Snapshot, snapshot};

/// A participant, as others see them.
#[derive(Debug, Clone)]
pub struct Person {
    /// `users.id`.
    pub id: UserId,
    /// What they are called.
    pub name: Name,
    /// What they are in the chat.
    pub role: Role,
}

impl Person {
    /// `name` is what `called!` selects.
    pub(super) fn new(id: i64, name: Option<String>, role: &str) -> Self {
        let id = UserId(id);
        Self {
            id,
            name: Name::of_column(id, name),
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
    /// The newest message that the other side has read.
    pub counterpart_read: MessageId,
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

/// `$1` user, `$2` realm, `$3` only chats less active than this, `$4` how many; `$which` picks
/// among the user's. The page is cut first; what it shows is looked up for its rows alone. The
/// order is that of what is shown: the newest message that is not deleted, or the beginning.
macro_rules! own {
    ($which:literal) => {
        concat!(
            "WITH page AS (
                SELECT c.id, coalesce(c.last_message_id, c.id) AS activity,
                       c.last_seq, c.last_message_id,
                       p.last_read_seq, p.last_read_id
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
                  AND coalesce(c.last_message_id, c.id) < $3
                ORDER BY activity DESC
                LIMIT $4
            )
            SELECT page.id, page.activity,
                   other.user_id, other.name, other.role,
                   m.id, m.sender_id, m.content, m.created_at, ",
            unread!(),
            ", coalesce(other.last_read_id, 0)
            FROM page
            LEFT JOIN LATERAL (
                SELECT o.user_id, o.role, o.last_read_id, ",
            called!(),
            " AS name
                FROM ",
            participants!("page.id"),
            "
                WHERE o.user_id <> $1
                ORDER BY o.user_id
                LIMIT 1
            ) AS other ON true
            LEFT JOIN ",
            message!("page.last_message_id" AS "m"),
            "
            ORDER BY page.activity DESC"
        )
    };
}

/// Overviews of at most `$3` chats of the realm `$1`, those of `$chats` that `$which` picks.
macro_rules! overviews {
    ($chats:literal, $which:expr) => {
        concat!(
            "WITH page AS (
                SELECT c.id, coalesce(c.last_message_id, c.id) AS activity,
                       c.message_count, c.last_message_id
                FROM ",
            $chats,
            " AS c
                WHERE c.realm = $1
                  AND c.deleted_at IS NULL
                  AND ",
            $which,
            "
                ORDER BY activity DESC
                LIMIT $3
            )
            SELECT page.id, page.activity, page.message_count, m.created_at,
                   people.ids, people.names, people.roles
            FROM page
            CROSS JOIN LATERAL (
                SELECT array_agg(o.user_id ORDER BY o.user_id) AS ids,
                       array_agg(",
            called!(),
            " ORDER BY o.user_id) AS names,
                       array_agg(o.role ORDER BY o.user_id) AS roles
                FROM ",
            participants!("page.id"),
            "
            ) AS people
            LEFT JOIN ",
            message!("page.last_message_id" AS "m"),
            "
            ORDER BY page.activity DESC"
        )
    };
}

/// A user's list, and one chat of it.
const OWN: &str = snapshot!(own!(""), ORDER BY "2 DESC");
const ONE_OWN: &str = own!(" AND p.chat_id = $5");

/// `$2` only chats less active than this.
const ALL: &str = snapshot!(
    overviews!("public.chats", "coalesce(c.last_message_id, c.id) < $2"),
    ORDER BY "2 DESC"
);

/// Whose names contain `$2`, as the pattern `$1` says, `$3` of them at most.
const NAMED: &str = "
    SELECT u.id
    FROM (
        SELECT u.id, u.name
        FROM public.users AS u
        WHERE public.grams_of(u.name) @> public.needle_grams($2)
        OFFSET 0
    ) AS u
    WHERE u.name ILIKE $1
    LIMIT $3";

/// The chats that people `$4` are or were in.
const ALL_OF: &str = snapshot!(
    overviews!(
        "(
            SELECT c.*
            FROM (
                SELECT DISTINCT p.chat_id
                FROM unnest($4::bigint[]) AS named (user_id)
                CROSS JOIN LATERAL (
                    SELECT p.chat_id
                    FROM public.chat_participants AS p
                    WHERE p.user_id = named.user_id
                    OFFSET 0
                ) AS p
            ) AS of_them
            CROSS JOIN LATERAL (
                SELECT * FROM public.chats WHERE id = of_them.chat_id OFFSET 0
            ) AS c
        )",
        "coalesce(c.last_message_id, c.id) < $2"
    ),
    ORDER BY "2 DESC"
);

/// `$4` a pattern for the name of somebody who is or was in it.
const ALL_NAMED: &str = snapshot!(
    overviews!(
        "public.chats",
        concat!(
            "coalesce(c.last_message_id, c.id) < $2
             AND EXISTS (
                 SELECT
                 FROM ",
            participants!("c.id"),
            " WHERE u.name ILIKE $4
                 OFFSET 0
             )"
        )
    ),
    ORDER BY "2 DESC"
);

/// `$2` that chat alone.
const ONE: &str = overviews!(
    "(SELECT * FROM public.chats WHERE id = $2 OFFSET 0)",
    "c.id = $2"
);

const FROM_THE_TOP: i64 = i64::MAX;

/// A participant's chats, latest activity first, less active than `after`.
pub async fn own_chats(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    after: Option<Position>,
    limit: i64,
) -> Result<Snapshot<Vec<ChatSummary>>, Error> {
    let after = after.map_or(FROM_THE_TOP, |position| position.0);
    let parameters: Parameters<'_> = &[&user_id.0, &realm.as_str(), &after, &limit];
    let rows = snapshot::read(pool, OWN, parameters).await?;
    rows.try_map(|rows| rows.iter().map(summary).collect())
}

/// One of a participant's chats, as it stands in their list.
pub async fn chat_of_user(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    chat_id: ChatId,
) -> Result<Option<ChatSummary>, Error> {
    let (realm, limit) = (realm.as_str(), 1_i64);
    let parameters: Parameters<'_> = &[&user_id.0, &realm, &FROM_THE_TOP, &limit, &chat_id.0];
    let row = query::first(pool, ONE_OWN, parameters).await?;
    row.map(|row| summary(&row)).transpose()
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
    let rows = match name {
        Some(name) => {
            let pattern = query::like_contains(name);
            match few_named(pool, &pattern, name).await? {
                Some(ids) => snapshot::read(pool, ALL_OF, &[&realm, &after, &limit, &ids]).await?,
                None => {
                    snapshot::read(pool, ALL_NAMED, &[&realm, &after, &limit, &pattern]).await?
                }
            }
        }
        None => snapshot::read(pool, ALL, &[&realm, &after, &limit]).await?,
    };
    rows.try_map(|rows| rows.iter().map(overview).collect())
}

/// Everyone with such a name; `None` where those are many. Then chats that one of them is in
/// are found soon in the order of the list, while to gather theirs would cost by how many
/// there are.
async fn few_named(pool: &Pool, pattern: &str, name: &str) -> Result<Option<Vec<i64>>, Error> {
    const FEW: usize = 1_000;
    const ENOUGH: i64 = 1_001;
    let rows = query::all(pool, NAMED, &[&pattern, &name, &ENOUGH]).await?;
    let ids = rows.iter().map(|row| row.try_get(0));
    let ids: Vec<i64> = ids.collect::<Result<_, _>>()?;
    Ok((ids.len() <= FEW).then_some(ids))
}

/// One chat as it stands in the list of all.
pub async fn chat_overview(
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
            created_at: row.try_get::<_, PgTimestamp>(8)?.0,
        }),
        None => None,
    };
    Ok(ChatSummary {
        id: ChatId(row.try_get(0)?),
        activity: Position(row.try_get(1)?),
        counterpart,
        last_message,
        unread_count: row.try_get(9)?,
        counterpart_read: MessageId(row.try_get(10)?),
    })
}

fn overview(row: &Row) -> Result<ChatOverview, Error> {
    let ids: Vec<i64> = row.try_get::<_, Option<_>>(4)?.unwrap_or_default();
    let names: Vec<Option<String>> = row.try_get::<_, Option<_>>(5)?.unwrap_or_default();
    let roles: Vec<String> = row.try_get::<_, Option<_>>(6)?.unwrap_or_default();
    let people = ids.into_iter().zip(names).zip(roles);
    Ok(ChatOverview {
        id: ChatId(row.try_get(0)?),
        activity: Position(row.try_get(1)?),
        participants: people
            .map(|((id, name), role)| Person::new(id, name, &role))
            .collect(),
        messages_count: row.try_get(2)?,
        last_message_at: row.try_get::<_, Option<PgTimestamp>>(3)?.map(|at| at.0),
    })
}

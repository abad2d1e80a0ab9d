//! Conversations of two who are something different in it each: a seller and a buyer.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::{self, Parameters};
use crate::db::{Error, PgTimestamp, Pool};
use crate::domain::{ChatId, MessageId, Realm, UserId};
use crate::queries::OffsetPage;
use crate::queries::fragments::{chat, message, participant, participants, unread};

/// A conversation as it stands for one of its two.
#[derive(Debug, Clone)]
pub struct TwoPartyChat {
    /// Its id.
    pub id: ChatId,
    /// What it is about, in its realm's words.
    pub context: Option<serde_json::Value>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the newest message was sent, or it began.
    pub updated_at: Timestamp,
    /// The newest message that is not deleted, and when it was sent.
    pub last_message: Option<(String, Timestamp)>,
    /// Messages of the other one, not deleted, that the reader has not seen.
    pub unread_count: i64,
    /// Everyone who is or was in it.
    pub sides: Vec<PartyView>,
}

/// One of the two.
#[derive(Debug, Clone)]
pub struct PartyView {
    /// `users.id`.
    pub user_id: UserId,
    /// What they are in the conversation.
    pub role: String,
    /// `users.external_id`, where they have one and were not removed.
    pub external_id: Option<String>,
    /// Whether they have no account.
    pub is_guest: bool,
    /// The newest message they have read.
    pub last_read_id: MessageId,
}

/// How a user stands to a conversation that exists.
#[derive(Debug, Clone)]
pub struct ChatAccess {
    /// In it now?
    pub is_participant: bool,
    /// Shut out of the realm?
    pub is_banned: bool,
    /// Blocked by the other one?
    pub is_blocked: bool,
    /// Everyone who is or was in it.
    pub sides: Vec<PartyView>,
}

/// The columns that [`sides`] reads, of the chat that `$chat` names.
macro_rules! sides {
    ($chat:literal) => {
        concat!(
            "(SELECT array_agg(o.user_id ORDER BY o.user_id) AS ids,
                     array_agg(o.role ORDER BY o.user_id) AS roles,
                     array_agg(u.external_id ORDER BY o.user_id) AS external_ids,
                     array_agg(coalesce(u.role = 'guest', false) ORDER BY o.user_id) AS guests,
                     array_agg(o.last_read_id ORDER BY o.user_id) AS reads
              FROM ",
            participants!($chat),
            ") AS sides"
        )
    };
}

/// What the user `$user` made of the chat `$chat`, or the other one of it for them.
macro_rules! settings {
    ($chat:literal, $user:literal) => {
        concat!(
            "(SELECT s.* FROM public.chat_settings AS s WHERE s.chat_id = ",
            $chat,
            " AND s.user_id = ",
            $user,
            " OFFSET 0) AS s"
        )
    };
}

/// `$1` user, `$2` realm; `$own` and `$which` pick among their chats, `$slice` cuts. The page is cut first;
/// what it shows is looked up for its rows alone.
macro_rules! dialogues {
    ($own:literal, $which:literal, $slice:literal) => {
        concat!(
            "WITH page AS (
                 SELECT c.*, p.last_read_seq, p.last_read_id
                 FROM (
                     SELECT *
                     FROM public.chat_participants AS p
                     WHERE p.user_id = $1",
            $own,
            "
                     OFFSET 0
                 ) AS p
                 JOIN ",
            chat!("p.chat_id"),
            " ON c.realm = $2 AND c.deleted_at IS NULL
                 LEFT JOIN LATERAL ",
            settings!("p.chat_id", "p.user_id"),
            " ON true
                 WHERE p.left_at IS NULL
                   AND ",
            $which,
            "
                 ORDER BY c.activity_position DESC ",
            $slice,
            ")
             SELECT sides.ids, sides.roles, sides.external_ids, sides.guests, sides.reads,
                    page.id, page.context, page.created_at,
                    coalesce(latest.created_at, page.created_at),
                    m.content, m.created_at, ",
            unread!(),
            "
             FROM page
             LEFT JOIN ",
            message!("page.activity_position" AS "latest"),
            " LEFT JOIN ",
            message!("page.last_message_id" AS "m"),
            "
             CROSS JOIN LATERAL ",
            sides!("page.id"),
            " ORDER BY page.activity_position DESC"
        )
    };
}

/// `$3` what the user is in them, `$4` how many, `$5` after how many. One that they did not
/// begin is shown from its first message on, and one that they hid once there is something new
/// in it.
const PAGE: &str = dialogues!(
    "",
    "p.role = $3
     AND (c.last_seq > 0 OR c.created_by = p.user_id)
     AND (s.hidden_seq IS NULL OR s.hidden_seq < c.last_seq)",
    "LIMIT $4 OFFSET $5"
);

/// `$3` which.
const ONE: &str = dialogues!(" AND p.chat_id = $3", "true", "");

/// `$1` realm, `$2` chat, `$3` user.
const PLACE: &str = concat!(
    "SELECT sides.ids, sides.roles, sides.external_ids, sides.guests, sides.reads,
            p.user_id IS NOT NULL,
            EXISTS (
                SELECT
                FROM public.bans AS b
                WHERE b.realm = c.realm
                  AND b.user_id = $3
            ),
            public.is_blocked_in(c.id, $3)
     FROM (SELECT * FROM public.chats WHERE id = $2 OFFSET 0) AS c
     LEFT JOIN ",
    participant!("c.id", "$3"),
    " ON p.left_at IS NULL
     CROSS JOIN LATERAL ",
    sides!("c.id"),
    "
     WHERE c.realm = $1
       AND c.deleted_at IS NULL"
);

/// A slice of the conversations in which a user is this, latest activity first.
pub async fn dialogues(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    role: &str,
    slice: OffsetPage,
) -> Result<Vec<TwoPartyChat>, Error> {
    let realm = realm.as_str();
    let parameters: Parameters<'_> = &[&user_id.0, &realm, &role, &slice.limit, &slice.offset];
    let rows = query::all(pool, PAGE, parameters).await?;
    rows.iter().map(read).collect()
}

/// One of a user's conversations, hidden or not.
pub async fn dialogue(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    chat_id: ChatId,
) -> Result<Option<TwoPartyChat>, Error> {
    let row = query::first(pool, ONE, &[&user_id.0, &realm.as_str(), &chat_id.0]).await?;
    row.map(|row| read(&row)).transpose()
}

/// How a user stands to a conversation; `None` where there is no such one in the realm.
pub async fn access(
    pool: &Pool,
    (realm, user_id): (Realm, UserId),
    chat_id: ChatId,
) -> Result<Option<ChatAccess>, Error> {
    let row = query::first(pool, PLACE, &[&realm.as_str(), &chat_id.0, &user_id.0]).await?;
    row.map(|row| {
        Ok(ChatAccess {
            sides: sides(&row)?,
            is_participant: row.try_get(5)?,
            is_banned: row.try_get(6)?,
            is_blocked: row.try_get(7)?,
        })
    })
    .transpose()
}

fn read(row: &Row) -> Result<TwoPartyChat, Error> {
    let text: Option<String> = row.try_get(9)?;
    let sent_at: Option<PgTimestamp> = row.try_get(10)?;
    Ok(TwoPartyChat {
        sides: sides(row)?,
        id: ChatId(row.try_get(5)?),
        context: row.try_get(6)?,
        created_at: row.try_get::<_, PgTimestamp>(7)?.0,
        updated_at: row.try_get::<_, PgTimestamp>(8)?.0,
        last_message: text.zip(sent_at.map(|at| at.0)),
        unread_count: row.try_get(11)?,
    })
}

fn sides(row: &Row) -> Result<Vec<PartyView>, Error> {
    let ids: Vec<i64> = row.try_get::<_, Option<_>>(0)?.unwrap_or_default();
    let roles: Vec<String> = row.try_get::<_, Option<_>>(1)?.unwrap_or_default();
    let external_ids: Vec<Option<String>> = row.try_get::<_, Option<_>>(2)?.unwrap_or_default();
    let guests: Vec<bool> = row.try_get::<_, Option<_>>(3)?.unwrap_or_default();
    let reads: Vec<i64> = row.try_get::<_, Option<_>>(4)?.unwrap_or_default();
    let people = ids.into_iter().zip(roles).zip(external_ids);
    let people = people.zip(guests).zip(reads);
    Ok(people
        .map(|((((id, role), external_id), is_guest), read)| PartyView {
            user_id: UserId(id),
            role,
            external_id,
            is_guest,
            last_read_id: MessageId(read),
        })
        .collect())
}

//! Who shares a conversation with whom, and when they were last seen.
//!
//! Whether somebody is online is not asked here: the replica knows it, and what it told its
//! subscribers must agree with what it answers.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Error, PgTimestamp, Pool, query};
use crate::domain::{ChatId, Realm, UserId};
use crate::queries::fragments::{chat, participant};

/// Somebody who shares a conversation.
#[derive(Debug, Clone, Copy)]
pub struct Counterpart {
    /// Who.
    pub user_id: UserId,
    /// When they last came or went.
    pub last_seen: Option<Timestamp>,
}

/// The chats `c` of the realm `$1` that the user `$2` is in.
macro_rules! mine {
    () => {
        concat!(
            "(SELECT * FROM public.chat_participants WHERE user_id = $2 OFFSET 0) AS mine
             JOIN ",
            chat!("mine.chat_id"),
            " ON c.realm = $1 AND mine.left_at IS NULL"
        )
    };
}

const COUNTERPARTS: &str = concat!(
    "SELECT shared.user_id,
            (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = shared.user_id)
     FROM (
         SELECT DISTINCT other.user_id
         FROM ",
    mine!(),
    " CROSS JOIN LATERAL (
             SELECT * FROM public.chat_participants WHERE chat_id = c.id OFFSET 0
         ) AS other
         WHERE other.user_id <> mine.user_id
           AND other.left_at IS NULL
     ) AS shared
     WHERE EXISTS (
         SELECT
         FROM public.users AS u
         WHERE u.id = shared.user_id
           AND public.is_member_of_realm(u.role, u.realms, $1)
         OFFSET 0
     )"
);

const COUNTERPART: &str = concat!(
    "SELECT $3::bigint, (SELECT l.at FROM public.last_seen AS l WHERE l.user_id = $3)
     WHERE $2 <> $3
       AND EXISTS (
         SELECT
         FROM public.users AS u
         WHERE u.id = $3
           AND public.is_member_of_realm(u.role, u.realms, $1)
         OFFSET 0
     )
       AND EXISTS (
         SELECT
         FROM ",
    mine!(),
    " JOIN ",
    participant!("c.id", "$3"),
    " ON p.left_at IS NULL
     )"
);

const NAME: &str = concat!(
    "SELECT c.uuid, public.is_blocked_in(c.id, $3)
     FROM (SELECT * FROM public.chats WHERE id = $2 OFFSET 0) AS c
     JOIN ",
    participant!("c.id", "$3"),
    " ON p.left_at IS NULL
     WHERE c.realm = $1"
);

/// Everyone who shares a conversation of a realm with a user.
pub async fn counterparts(
    pool: &Pool,
    realm: Realm,
    user_id: UserId,
) -> Result<Vec<Counterpart>, Error> {
    let rows = query::all(pool, COUNTERPARTS, &[&realm.as_str(), &user_id.0]).await?;
    rows.iter().map(counterpart).collect()
}

/// Somebody, if they share a conversation of a realm with the reader.
pub async fn counterpart_of(
    pool: &Pool,
    realm: Realm,
    reader: UserId,
    user_id: UserId,
) -> Result<Option<Counterpart>, Error> {
    let row = query::first(pool, COUNTERPART, &[&realm.as_str(), &reader.0, &user_id.0]).await?;
    row.as_ref().map(counterpart).transpose()
}

/// The UUID of a chat, if it is of the realm and a user is in it, and whether the other one of a
/// private chat blocks them.
pub async fn chat_uuid_for_member(
    pool: &Pool,
    realm: Realm,
    chat_id: ChatId,
    user_id: UserId,
) -> Result<Option<(Uuid, bool)>, Error> {
    let row = query::first(pool, NAME, &[&realm.as_str(), &chat_id.0, &user_id.0]).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .transpose()
}

fn counterpart(row: &Row) -> Result<Counterpart, Error> {
    let last_seen: Option<PgTimestamp> = row.try_get(1)?;
    Ok(Counterpart {
        user_id: UserId(row.try_get(0)?),
        last_seen: last_seen.map(|moment| moment.0),
    })
}

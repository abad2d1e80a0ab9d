//! Who has read what, and when: asked of the log, page by page.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::db::query::{self, Parameters};
use crate::db::{Error, PgTimestamp, Pool};
use crate::domain::{ChatId, MessageId, Realm, UserId};
use crate::queries::fragments::{chat, unread};

/// When the first participant other than a message's sender read past it: by a mark or by
/// writing, which is a visit.
///
/// Mostly somebody reads soon: the events right after a message are looked at first. Where
/// none of the first hundred is it, each of those who have read past it since is asked for the
/// first mark that did, by the index `events_read_marks`. So a page costs by its messages and by
/// who is in the chat, not by how much was written since.
const READ_AT: &str = "
    SELECT m.id, passed.recorded_at
    FROM (SELECT * FROM public.messages WHERE id = ANY ($2) OFFSET 0) AS m
    CROSS JOIN LATERAL (SELECT coalesce(
        (
            SELECT soon.position
            FROM (
                SELECT e.position, e.actor_id, e.kind, e.payload
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.position + 0 > m.id
                ORDER BY e.position + 0
                LIMIT 100
            ) AS soon
            WHERE soon.actor_id <> coalesce(m.sender_id, 0)
              AND (soon.kind = 'message_sent'
                   OR soon.kind = 'chat_read' AND public.id_in(soon.payload, 'up_to_id') >= m.id)
            ORDER BY soon.position
            LIMIT 1
        ),
        (
            SELECT min(late.position)
            FROM (
                SELECT * FROM public.chat_participants WHERE chat_id = $1 OFFSET 0
            ) AS p
            CROSS JOIN LATERAL (
                SELECT e.position
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.actor_id = p.user_id
                  AND e.position + 0 > m.id
                  AND public.realm_has_read_times(e.realm)
                  AND e.kind IN ('message_sent', 'chat_read')
                  AND (e.kind = 'message_sent' OR public.id_in(e.payload, 'up_to_id') >= m.id)
                ORDER BY e.position + 0
                LIMIT 1
            ) AS late
            WHERE p.user_id IS DISTINCT FROM m.sender_id
              AND p.last_read_id >= m.id
        )
    ) AS position OFFSET 0) AS place
    CROSS JOIN LATERAL (
        SELECT e.recorded_at FROM public.events AS e WHERE e.position = place.position OFFSET 0
    ) AS passed
    WHERE m.chat_id = $1";

const NEWEST_OF: &str = "
    SELECT max(m.id)
    FROM (SELECT * FROM public.messages WHERE id = ANY ($2) OFFSET 0) AS m
    WHERE m.chat_id = $1";

const UNREAD: &str = concat!(
    "SELECT coalesce(sum(",
    unread!(),
    "), 0)::bigint
     FROM (
         SELECT c.id, c.last_seq, p.last_read_seq, p.last_read_id
         FROM (SELECT * FROM public.chat_participants WHERE user_id = $2 OFFSET 0) AS p
         JOIN ",
    chat!("p.chat_id"),
    " ON c.realm = $1 AND c.deleted_at IS NULL
         WHERE p.left_at IS NULL
     ) AS page"
);

/// When each of these messages of a chat was first read by another than its sender; those
/// that nobody has read are left out.
pub async fn read_at(
    pool: &Pool,
    chat_id: ChatId,
    ids: &[MessageId],
) -> Result<HashMap<MessageId, Timestamp>, Error> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = query::all(pool, READ_AT, &[&chat_id.0, &ids]).await?;
    rows.iter()
        .map(|row| {
            let at = row.try_get::<_, PgTimestamp>(1)?.0;
            Ok((MessageId(row.try_get(0)?), at))
        })
        .collect()
}

/// The newest of those of these ids that are messages of the chat.
pub async fn latest_in_chat(
    pool: &Pool,
    chat_id: ChatId,
    ids: &[MessageId],
) -> Result<Option<MessageId>, Error> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let row = query::first(pool, NEWEST_OF, &[&chat_id.0, &ids]).await?;
    let newest = row
        .map(|row| row.try_get::<_, Option<i64>>(0))
        .transpose()?;
    Ok(newest.flatten().map(MessageId))
}

/// Messages of others, not deleted, that a user has not seen, over all conversations.
pub async fn unread(pool: &Pool, realm: Realm, user_id: UserId) -> Result<i64, Error> {
    let parameters: Parameters<'_> = &[&realm.as_str(), &user_id.0];
    let row = query::first(pool, UNREAD, parameters).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

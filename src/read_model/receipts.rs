//! Who has read what, and when: asked of the log, page by page.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::{ChatId, MessageId, Realm, UserId};
use crate::store::query::{self, Parameters};
use crate::store::{Error, Moment, Pool};

/// When the first participant other than a message's sender read past it: by a mark or by
/// writing, which is a visit.
///
/// Mostly somebody reads soon: the events right after a message are looked at first. Where
/// none of the first hundred is it, each of those who have read past it since is asked for the
/// first mark that did, by the index `events_cursors`. So a page costs by its messages and by
/// who is in the chat, not by how much was written since.
const READ_AT: &str = "
    SELECT m.id, passed.recorded_at
    FROM public.messages AS m
    JOIN public.events AS passed ON passed.position = coalesce(
        (
            SELECT soon.position
            FROM (
                SELECT e.position, e.actor_id, e.kind, e.payload
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.position > m.id
                ORDER BY e.position
                LIMIT 100
            ) AS soon
            WHERE soon.actor_id <> coalesce(m.sender_id, 0)
              AND (soon.kind = 'message_sent'
                   OR soon.kind = 'chat_read' AND (soon.payload ->> 'up_to_id')::bigint >= m.id)
            ORDER BY soon.position
            LIMIT 1
        ),
        (
            SELECT min(late.position)
            FROM public.chat_participants AS p
            CROSS JOIN LATERAL (
                SELECT e.position
                FROM public.events AS e
                WHERE e.chat_id = $1
                  AND e.actor_id = p.user_id
                  AND e.position > m.id
                  AND e.realm = 'messenger'
                  AND e.kind IN ('message_sent', 'chat_read')
                  AND (e.kind = 'message_sent' OR (e.payload ->> 'up_to_id')::bigint >= m.id)
                ORDER BY e.position
                LIMIT 1
            ) AS late
            WHERE p.chat_id = $1
              AND p.user_id IS DISTINCT FROM m.sender_id
              AND p.last_read_id >= m.id
        )
    )
    WHERE m.chat_id = $1
      AND m.id = ANY ($2)";

const NEWEST_OF: &str = "
    SELECT max(m.id)
    FROM public.messages AS m
    WHERE m.chat_id = $1
      AND m.id = ANY ($2)";

const UNREAD: &str = "
    SELECT coalesce(sum(c.last_seq - p.last_read_seq - (
               SELECT count(*)
               FROM public.messages AS gone
               WHERE gone.chat_id = c.id
                 AND gone.is_deleted
                 AND gone.id > p.last_read_id
           )), 0)::bigint
    FROM public.chat_participants AS p
    JOIN public.chats AS c ON c.id = p.chat_id
    WHERE p.user_id = $2
      AND p.left_at IS NULL
      AND c.realm = $1
      AND c.deleted_at IS NULL";

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
            let at = row.try_get::<_, Moment>(1)?.0;
            Ok((MessageId(row.try_get(0)?), at))
        })
        .collect()
}

/// The newest of those of these ids that are messages of the chat.
pub async fn newest_of(
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

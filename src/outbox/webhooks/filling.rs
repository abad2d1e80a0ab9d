//! What comes into the table `notifications`: one for each user and chat, and not too many.

use crate::db::query::Parameters;
use crate::db::{Error, Transaction};
use crate::domain::Position;
use crate::outbox::webhooks::metrics::METRICS;

/// Notifications of one user that may wait: chats, since there is one for each.
const MOST_OF_ONE: i64 = 100;
/// Notifications that may wait in all.
pub(super) const MOST: i64 = 100_000;

/// Who has no connection, on any replica, and has had none since the message `e`. A replica that
/// is silent for three of its beats holds nobody's connection.
macro_rules! is_away {
    ($user_id:literal, $since:literal) => {
        concat!(
            "NOT EXISTS (
                 SELECT
                 FROM public.presence AS here
                 JOIN public.replicas AS r ON r.replica_id = here.replica_id
                 WHERE here.user_id = ",
            $user_id,
            "
                   AND r.heartbeat_at > now() - interval '6 seconds'
             )
             AND NOT EXISTS (
                 SELECT
                 FROM public.last_seen AS seen
                 WHERE seen.user_id = ",
            $user_id,
            "
                   AND seen.at > ",
            $since,
            "
             )"
        )
    };
}
pub(super) use is_away;

/// For each participant, but the author, who was away when the message was committed, has not
/// come since, and has not read it elsewhere. That is known some seconds later: so events are
/// looked at then. A message to somebody whom one of the same chat waits for takes its place;
/// it has another id then, since a receiver may know the former one with the former text.
const FILL: &str = concat!(
    "WITH wanted AS (
         SELECT p.user_id, e.chat_id,
                max(e.position) AS position,
                min(e.position) AS since,
                count(*) AS messages
         FROM public.events AS e
         JOIN public.chat_participants AS p
             ON p.chat_id = e.chat_id
            AND p.user_id IS DISTINCT FROM e.actor_id
            AND p.left_at IS NULL
            AND p.joined_at <= e.recorded_at
            AND p.last_read_id < e.position
         WHERE e.position BETWEEN $1 AND $2
           AND e.kind = 'message_sent'
           AND public.realm_sends_webhooks(e.realm)
           AND ",
    is_away!("p.user_id", "e.recorded_at"),
    "    GROUP BY p.user_id, e.chat_id
     ), queued AS (
         INSERT INTO public.notifications AS n (user_id, chat_id, position, since)
         SELECT w.user_id, w.chat_id, w.position, w.since
         FROM wanted AS w
         ON CONFLICT (user_id, chat_id) DO UPDATE
         SET id = gen_random_uuid(),
             position = excluded.position,
             created_at = now()
         WHERE n.position < excluded.position
         RETURNING n.user_id, n.xmax = 0 AS is_new
     )
     SELECT (SELECT coalesce(sum(w.messages), 0)::bigint FROM wanted AS w),
            count(*) FILTER (WHERE q.is_new),
            coalesce(array_agg(DISTINCT q.user_id), '{}')
     FROM queued AS q"
);

const DROP_OF_ONE: &str = "
    DELETE FROM public.notifications AS n
    USING (
        SELECT o.id, row_number() OVER (PARTITION BY o.user_id ORDER BY o.position DESC) AS place
        FROM public.notifications AS o
        WHERE o.user_id = ANY ($1)
    ) AS ordered
    WHERE ordered.id = n.id
      AND ordered.place > $2";

const DROP_OLDEST: &str = "
    DELETE FROM public.notifications AS n
    USING (
        SELECT o.id
        FROM public.notifications AS o
        ORDER BY o.created_at
        LIMIT $1
    ) AS oldest
    WHERE oldest.id = n.id
    RETURNING n.user_id";

/// Of each of these users the oldest notification is due, and no other: when it was the former
/// oldest one's turn, or where there was none, two seconds after it came, so that what comes
/// next in the same chat takes its place.
const ARRANGE: &str = "
    UPDATE public.notifications AS n
    SET next_attempt_at = arranged.next_attempt_at
    FROM (
        SELECT o.id,
               CASE
                   WHEN row_number() OVER (PARTITION BY o.user_id ORDER BY o.position) = 1
                   THEN coalesce(
                       min(o.next_attempt_at) OVER (PARTITION BY o.user_id),
                       o.created_at + interval '2 seconds'
                   )
               END AS next_attempt_at
        FROM public.notifications AS o
        WHERE o.user_id = ANY ($1)
    ) AS arranged
    WHERE arranged.id = n.id
      AND n.next_attempt_at IS DISTINCT FROM arranged.next_attempt_at";

/// Queues notifications for the messages of a stretch of the log; how many more there are.
pub(super) async fn fill(
    transaction: &Transaction<'_>,
    from: Position,
    to: Position,
) -> Result<i64, Error> {
    let parameters: Parameters<'_> = &[&from.0, &to.0];
    let Some(row) = transaction.first(FILL, parameters).await? else {
        return Ok(0);
    };
    let (messages, added): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    let user_ids: Vec<i64> = row.try_get(2)?;
    METRICS.folded.increment((messages - added).unsigned_abs());
    let dropped = transaction
        .execute(DROP_OF_ONE, &[&user_ids, &MOST_OF_ONE])
        .await?;
    if dropped > 0 {
        METRICS.dropped[0].increment(dropped);
        tracing::warn!(
            notifications = dropped,
            most = MOST_OF_ONE,
            "the oldest notifications of users with too many were dropped"
        );
    }
    arrange(transaction, &user_ids).await?;
    Ok(added - i64::try_from(dropped).unwrap_or_default())
}

/// Drops this many of the oldest.
pub(super) async fn drop_oldest(transaction: &Transaction<'_>, surplus: i64) -> Result<(), Error> {
    let rows = transaction.query(DROP_OLDEST, &[&surplus]).await?;
    METRICS.dropped[1].increment(rows.len() as u64);
    tracing::warn!(
        notifications = rows.len(),
        most = MOST,
        "too many notifications wait: the oldest were dropped"
    );
    let user_ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    arrange(transaction, &user_ids).await
}

/// Makes the oldest notification of each of these users due.
pub(super) async fn arrange(transaction: &Transaction<'_>, user_ids: &[i64]) -> Result<(), Error> {
    if user_ids.is_empty() {
        return Ok(());
    }
    transaction.execute(ARRANGE, &[&user_ids]).await.map(drop)
}

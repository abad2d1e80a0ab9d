//! Adds to the table `notifications`: one row per user and chat, up to a bound.

use metrics::counter;

use crate::db::query::Parameters;
use crate::db::{Error, Transaction};
use crate::domain::Position;
use crate::telemetry::metrics::{WEBHOOK_DROPPED, WEBHOOK_FOLDED};

/// Most notifications that may wait for one user, each of another chat.
const MAX_PER_USER: i64 = 100;
/// Most notifications that may wait in all.
pub(super) const MAX_WAITING: i64 = 100_000;

/// The user has no connection on any replica, and has had none since the message. A replica that
/// has missed three heartbeats has no connections.
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

/// One notification for each participant, except the author, who was offline when the message
/// was committed, has not connected since, and has not read it elsewhere. A notification of the
/// same user and chat that is still waiting is replaced; it gets another id, since the receiver
/// may know the former one with the former text.
const ENQUEUE: &str = concat!(
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
     SELECT (SELECT coalesce(sum(w.messages), 0)::bigint FROM wanted AS w) AS messages,
            count(*) FILTER (WHERE q.is_new) AS added,
            coalesce(array_agg(DISTINCT q.user_id), '{}') AS user_ids
     FROM queued AS q"
);

const DROP_OF_USERS: &str = "
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

/// Makes the oldest notification of each of these users due, and no other: at the time at which
/// the former oldest one was due, or else two seconds after its creation, so that the next
/// message of the same chat can replace it.
const SCHEDULE: &str = "
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

/// Queues notifications for the messages of a range of the log. Returns how many were added.
pub(super) async fn enqueue(
    transaction: &Transaction<'_>,
    from: Position,
    to: Position,
) -> Result<i64, Error> {
    let parameters: Parameters<'_> = &[&from.0, &to.0];
    let Some(row) = transaction.first(ENQUEUE, parameters).await? else {
        return Ok(0);
    };
    let (messages, added): (i64, i64) = (row.try_get("messages")?, row.try_get("added")?);
    let user_ids: Vec<i64> = row.try_get("user_ids")?;
    counter!(WEBHOOK_FOLDED).increment((messages - added).unsigned_abs());
    let dropped = transaction
        .execute(DROP_OF_USERS, &[&user_ids, &MAX_PER_USER])
        .await?;
    if dropped > 0 {
        counter!(WEBHOOK_DROPPED, "why" => "one_user").increment(dropped);
        tracing::warn!(
            notifications = dropped,
            most = MAX_PER_USER,
            "dropped the oldest notifications of users who had too many"
        );
    }
    schedule(transaction, &user_ids).await?;
    Ok(added - i64::try_from(dropped).unwrap_or_default())
}

/// Drops this many of the oldest.
pub(super) async fn drop_oldest(transaction: &Transaction<'_>, surplus: i64) -> Result<(), Error> {
    let rows = transaction.query(DROP_OLDEST, &[&surplus]).await?;
    counter!(WEBHOOK_DROPPED, "why" => "all").increment(rows.len() as u64);
    tracing::warn!(
        notifications = rows.len(),
        most = MAX_WAITING,
        "too many notifications are waiting: dropped the oldest"
    );
    let user_ids: Vec<i64> = rows.iter().map(|row| row.get("user_id")).collect();
    schedule(transaction, &user_ids).await
}

/// Makes the oldest notification of each of these users due.
pub(super) async fn schedule(transaction: &Transaction<'_>, user_ids: &[i64]) -> Result<(), Error> {
    if user_ids.is_empty() {
        return Ok(());
    }
    transaction.execute(SCHEDULE, &[&user_ids]).await.map(drop)
}

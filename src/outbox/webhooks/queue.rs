//! The tables `notifications` and `dead_letters`.

use std::time::Duration;

use uuid::Uuid;

use super::delivery::Attempt;
use super::metrics::METRICS;
use crate::domain::Position;
use crate::store::query::Parameters;
use crate::store::{Error, Transaction};

/// Tried for this long.
const LIFETIME: &str = "1 day";

/// For each participant, but the author, who was away when the message was committed: nobody
/// holds a connection of theirs that they had then, and they have not gone since. A replica
/// that is silent for three of its beats holds nobody's connection. Who was just coming from
/// one replica to another counts as there, and that is known some seconds later: so events
/// are looked at then. A user's oldest notification alone is due.
const FILL: &str = "
    WITH wanted AS (
        SELECT p.user_id, e.position
        FROM public.events AS e
        JOIN public.chat_participants AS p
            ON p.chat_id = e.chat_id
           AND p.user_id IS DISTINCT FROM e.actor_id
           AND p.left_at IS NULL
           AND p.joined_at <= e.recorded_at
        WHERE e.position BETWEEN $1 AND $2
          AND e.kind = 'message_sent'
          AND e.realm = 'messenger'
          AND NOT EXISTS (
              SELECT
              FROM public.presence AS here
              JOIN public.replicas AS r ON r.replica_id = here.replica_id
              WHERE here.user_id = p.user_id
                AND here.since <= e.recorded_at
                AND r.beat_at > now() - interval '6 seconds'
          )
          AND NOT EXISTS (
              SELECT
              FROM public.last_seen AS seen
              WHERE seen.user_id = p.user_id
                AND seen.at > e.recorded_at
                AND NOT EXISTS (
                    SELECT
                    FROM public.presence AS back
                    WHERE back.user_id = p.user_id
                )
          )
    )
    INSERT INTO public.notifications (user_id, position, due_at)
    SELECT w.user_id, w.position,
           CASE
               WHEN w.position = min(w.position) OVER (PARTITION BY w.user_id)
                   AND NOT EXISTS (
                       SELECT
                       FROM public.notifications AS earlier
                       WHERE earlier.user_id = w.user_id
                   )
               THEN now()
           END
    FROM wanted AS w
    ON CONFLICT (user_id, position) DO NOTHING";

/// What is due, with what there is to say: of a message without a text the names of its files;
/// nothing (NULL) of one that was deleted meanwhile, as are those of an author who was erased,
/// and nothing to who has left the chat.
const DUE: &str = "
    SELECT n.id, n.user_id, n.attempts, m.chat_id,
           CASE
               WHEN p.user_id IS NOT NULL AND NOT m.is_deleted
               THEN left(coalesce(nullif(m.content, ''), files.names), 100)
           END
    FROM public.notifications AS n
    LEFT JOIN public.messages AS m ON m.id = n.position
    LEFT JOIN public.chat_participants AS p
        ON p.chat_id = m.chat_id
       AND p.user_id = n.user_id
       AND p.left_at IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(a.name, ', ' ORDER BY a.id), '') AS names
        FROM public.attachments AS a
        WHERE a.id = ANY (m.attachments)
          AND a.doomed_at IS NULL
    ) AS files
    WHERE n.due_at <= now()
      AND n.id <> ALL ($1)
    ORDER BY n.due_at
    LIMIT $2";

const NEXT: &str = "
    SELECT extract(epoch FROM n.due_at - now())::float8
    FROM public.notifications AS n
    WHERE n.due_at > now()
    ORDER BY n.due_at
    LIMIT 1";

const WAITING: &str = "SELECT count(*) FROM public.notifications";

/// Removes what is done with, and makes the next one of each user due.
const DONE: &str = "
    WITH done AS (
        DELETE FROM public.notifications AS n
        WHERE n.id = ANY ($1)
        RETURNING n.user_id
    ), next AS (
        SELECT DISTINCT ON (n.user_id) n.id
        FROM public.notifications AS n
        WHERE n.user_id IN (SELECT done.user_id FROM done)
          AND n.id <> ALL ($1)
        ORDER BY n.user_id, n.position
    )
    UPDATE public.notifications AS n
    SET due_at = coalesce(n.due_at, now())
    FROM next
    WHERE n.id = next.id";

const FAILED: &str = "
    UPDATE public.notifications AS n
    SET attempts = n.attempts + 1,
        due_at = now() + f.wait * interval '1 second',
        last_error = f.error
    FROM unnest($1::uuid[], $2::float8[], $3::text[]) AS f (id, wait, error)
    WHERE n.id = f.id
    RETURNING n.id, n.created_at < now() - $4::text::interval";

const BURY: &str = "
    INSERT INTO public.dead_letters (id, user_id, position, attempts, last_error, created_at)
    SELECT n.id, n.user_id, n.position, n.attempts, n.last_error, n.created_at
    FROM public.notifications AS n
    WHERE n.id = ANY ($1)";

/// A message that somebody is to be told of.
pub(super) struct Notification {
    pub(super) id: Uuid,
    pub(super) user_id: i64,
    pub(super) attempts: i32,
    pub(super) chat_id: i64,
    /// The first 100 characters of the message.
    pub(super) beginning: String,
}

/// Queues notifications for the messages of a stretch of the log.
pub(super) async fn fill(
    transaction: &Transaction<'_>,
    from: Position,
    to: Position,
) -> Result<(), Error> {
    let parameters: Parameters<'_> = &[&from.0, &to.0];
    transaction.execute(FILL, parameters).await.map(drop)
}

/// What is due and not among `under_way`, at most `most`.
pub(super) async fn due(
    transaction: &Transaction<'_>,
    under_way: &[Uuid],
    most: usize,
) -> Result<Vec<Notification>, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = transaction.query(DUE, &[&under_way, &most]).await?;
    let (mut due, mut void) = (Vec::new(), Vec::new());
    for row in &rows {
        let id = row.try_get(0)?;
        match row.try_get::<_, Option<String>>(4)? {
            None => void.push(id),
            Some(beginning) => due.push(Notification {
                id,
                user_id: row.try_get(1)?,
                attempts: row.try_get(2)?,
                chat_id: row.try_get(3)?,
                beginning,
            }),
        }
    }
    done(transaction, &void).await?;
    Ok(due)
}

/// How long until the next one is due that is not yet.
pub(super) async fn until_next(transaction: &Transaction<'_>) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT, &[]).await?;
    let seconds = row.map(|row| row.try_get::<_, f64>(0)).transpose()?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

/// How many there are.
pub(super) async fn waiting(transaction: &Transaction<'_>) -> Result<i64, Error> {
    let row = transaction.first(WAITING, &[]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
}

/// Writes down what came of attempts.
pub(super) async fn settle(
    transaction: &Transaction<'_>,
    attempts: &[Attempt],
) -> Result<(), Error> {
    let accepted = attempts.iter().filter(|attempt| attempt.failure.is_none());
    let mut over: Vec<Uuid> = accepted.map(|attempt| attempt.id).collect();
    let dead = fail(transaction, attempts).await?;
    if !dead.is_empty() {
        let buried = transaction.execute(BURY, &[&dead]).await?;
        METRICS.dead.increment(buried);
        tracing::error!(notifications = buried, "webhooks were given up after a day");
    }
    over.extend(dead);
    done(transaction, &over).await
}

/// Puts off what failed; what has been tried for too long is returned.
async fn fail(transaction: &Transaction<'_>, attempts: &[Attempt]) -> Result<Vec<Uuid>, Error> {
    let failed: Vec<_> = attempts
        .iter()
        .filter_map(|attempt| Some((attempt.id, attempt.failure.as_ref()?)))
        .collect();
    if failed.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = failed.iter().map(|(id, _)| *id).collect();
    let waits: Vec<f64> = failed
        .iter()
        .map(|(_, (_, wait))| wait.as_secs_f64())
        .collect();
    let errors: Vec<&str> = failed
        .iter()
        .map(|(_, (error, _))| error.as_str())
        .collect();
    let rows = transaction
        .query(FAILED, &[&ids, &waits, &errors, &LIFETIME])
        .await?;
    let dead = rows.iter().filter(|row| row.get(1)).map(|row| row.get(0));
    Ok(dead.collect())
}

async fn done(transaction: &Transaction<'_>, ids: &[Uuid]) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    transaction.execute(DONE, &[&ids]).await.map(drop)
}

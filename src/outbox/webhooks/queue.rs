//! Takes from the table `notifications`: to the receiver, or to `dead_letters`.

use std::time::Duration;

use metrics::counter;
use uuid::Uuid;

use crate::db::{Error, Transaction};
use crate::outbox::webhooks::enqueue::{is_away, schedule};
use crate::outbox::webhooks::notification::{Attempt, Failure, Notification};
use crate::telemetry::metrics::WEBHOOK_DEAD_LETTERS;

/// How long a notification is retried.
const LIFETIME: &str = "1 day";

/// Due notifications, each with the newest of its messages that was not deleted meanwhile (as
/// those of an erased author are), or with the names of its files if it has no text. NULL if
/// the user has left the chat or the realm, has read the message, or has connected since.
const DUE: &str = concat!(
    "SELECT n.id, n.user_id, n.attempts, n.chat_id,
            CASE
                WHEN m.id > p.last_read_id
                    AND (
                        SELECT public.is_member_of_realm(u.role, u.realms, c.realm)
                        FROM public.users AS u
                        CROSS JOIN public.chats AS c
                        WHERE u.id = n.user_id
                          AND c.id = n.chat_id
                    )
                    AND ",
    is_away!("n.user_id", "m.created_at"),
    "           THEN left(coalesce(nullif(m.content, ''), files.names), 100)
            END AS beginning
     FROM public.notifications AS n
     LEFT JOIN LATERAL (
         SELECT said.*
         FROM public.messages AS said
         WHERE said.chat_id = n.chat_id
           AND said.id BETWEEN n.since AND n.position
           AND said.sender_id IS DISTINCT FROM n.user_id
           AND NOT said.is_deleted
         ORDER BY said.id DESC
         LIMIT 1
     ) AS m ON true
     LEFT JOIN public.chat_participants AS p
         ON p.chat_id = m.chat_id
        AND p.user_id = n.user_id
        AND p.left_at IS NULL
     CROSS JOIN LATERAL (
         SELECT coalesce(string_agg(a.name, ', ' ORDER BY a.id), '') AS names
         FROM public.attachments AS a
         WHERE a.id = ANY (m.attachments)
           AND a.deleted_at IS NULL
     ) AS files
     WHERE n.next_attempt_at <= now()
       AND n.user_id <> ALL ($1)
     ORDER BY n.next_attempt_at, n.position
     LIMIT $2"
);

const NEXT: &str = "
    SELECT extract(epoch FROM n.next_attempt_at - now())::float8 AS seconds
    FROM public.notifications AS n
    WHERE n.next_attempt_at > now()
    ORDER BY n.next_attempt_at
    LIMIT 1";

const WAITING: &str = "SELECT count(*) AS waiting FROM public.notifications";

/// Removes notifications that are settled.
const DONE: &str = "
    DELETE FROM public.notifications AS n
    WHERE n.id = ANY ($1)
    RETURNING n.user_id";

/// Postpones the user's due notification, whichever message it is about by now.
const FAILED: &str = "
    UPDATE public.notifications AS n
    SET attempts = n.attempts + 1,
        next_attempt_at = now() + f.wait * interval '1 second',
        last_error = f.error
    FROM unnest($1::bigint[], $2::float8[], $3::text[]) AS f (user_id, wait, error)
    WHERE n.user_id = f.user_id
      AND n.next_attempt_at IS NOT NULL
    RETURNING n.id, n.created_at < now() - $4::text::interval AS is_dead";

const BURY: &str = "
    INSERT INTO public.dead_letters
        (id, user_id, chat_id, position, since, attempts, last_error, created_at)
    SELECT n.id, n.user_id, n.chat_id, n.position, n.since, n.attempts, n.last_error, n.created_at
    FROM public.notifications AS n
    WHERE n.id = ANY ($1)";

/// The notifications that are due.
pub(super) struct Due {
    pub(super) notifications: Vec<Notification>,
    /// More may be due: those that follow notifications which were dropped unsent.
    pub(super) has_more: bool,
}

/// Due notifications of users who are not in `under_way`, at most `most`.
pub(super) async fn due(
    transaction: &Transaction<'_>,
    under_way: &[i64],
    most: usize,
) -> Result<Due, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = transaction.query(DUE, &[&under_way, &most]).await?;
    let (mut due, mut void) = (Vec::new(), Vec::new());
    for row in &rows {
        let id = row.try_get("id")?;
        match row.try_get::<_, Option<String>>("beginning")? {
            None => void.push(id),
            Some(beginning) => due.push(Notification {
                id,
                user_id: row.try_get("user_id")?,
                attempts: row.try_get("attempts")?,
                chat_id: row.try_get("chat_id")?,
                beginning,
            }),
        }
    }
    done(transaction, &void).await?;
    Ok(Due {
        notifications: due,
        has_more: !void.is_empty(),
    })
}

/// How long until the next notification is due.
pub(super) async fn until_next(transaction: &Transaction<'_>) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT, &[]).await?;
    let seconds = row
        .map(|row| row.try_get::<_, f64>("seconds"))
        .transpose()?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

/// How many notifications wait.
pub(super) async fn waiting(transaction: &Transaction<'_>) -> Result<i64, Error> {
    let row = transaction.first(WAITING, &[]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("waiting"))?)
}

/// Records the results of attempts.
pub(super) async fn record(
    transaction: &Transaction<'_>,
    attempts: &[Attempt],
) -> Result<(), Error> {
    let accepted = attempts.iter().filter(|attempt| attempt.failure.is_none());
    let mut over: Vec<Uuid> = accepted.map(|attempt| attempt.id).collect();
    let dead = fail(transaction, attempts).await?;
    if !dead.is_empty() {
        let buried = transaction.execute(BURY, &[&dead]).await?;
        counter!(WEBHOOK_DEAD_LETTERS).increment(buried);
        tracing::error!(
            notifications = buried,
            "gave up webhook notifications after a day"
        );
    }
    over.extend(dead);
    done(transaction, &over).await
}

/// Postpones failed notifications; returns those that were retried for too long.
async fn fail(transaction: &Transaction<'_>, attempts: &[Attempt]) -> Result<Vec<Uuid>, Error> {
    let failed: Vec<(i64, &Failure)> = attempts
        .iter()
        .filter_map(|attempt| Some((attempt.user_id, attempt.failure.as_ref()?)))
        .collect();
    if failed.is_empty() {
        return Ok(Vec::new());
    }
    let user_ids: Vec<i64> = failed.iter().map(|(user_id, _)| *user_id).collect();
    let waits: Vec<f64> = failed
        .iter()
        .map(|(_, failure)| failure.wait.as_secs_f64())
        .collect();
    let reasons: Vec<&str> = failed.iter().map(|(_, failure)| &*failure.reason).collect();
    let rows = transaction
        .query(FAILED, &[&user_ids, &waits, &reasons, &LIFETIME])
        .await?;
    let dead = rows
        .iter()
        .filter(|row| row.get("is_dead"))
        .map(|row| row.get("id"));
    Ok(dead.collect())
}

/// Removes notifications; the next one of each user becomes due.
async fn done(transaction: &Transaction<'_>, ids: &[Uuid]) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = transaction.query(DONE, &[&ids]).await?;
    let user_ids: Vec<i64> = rows.iter().map(|row| row.get("user_id")).collect();
    schedule(transaction, &user_ids).await
}

//! Takes notifications from the table `notifications`: for sending, or into `dead_letters`.

use std::time::Duration;

use metrics::counter;
use uuid::Uuid;

use crate::db::{Error, Transaction};
use crate::domain::text;
use crate::outbox::signed_post::Failure;
use crate::outbox::webhooks::enqueue::schedule;
use crate::outbox::webhooks::notification::{Attempt, Notification};
use crate::telemetry::metrics::WEBHOOK_DEAD_LETTERS;

/// How long a notification is retried.
const LIFETIME: &str = "1 day";

const DUE_NOTIFICATIONS: &str = include_str!("../sql/due_notifications.sql");
const NEXT_ATTEMPT: &str = include_str!("../sql/next_attempt.sql");
const REMOVE_NOTIFICATIONS: &str = include_str!("../sql/remove_notifications.sql");
const POSTPONE: &str = include_str!("../sql/postpone.sql");
const ADD_DEAD_LETTERS: &str = include_str!("../sql/add_dead_letters.sql");

/// In characters; the query reads one more, which tells whether the last one is whole.
const MAX_BEGINNING: usize = 100;

/// The notifications that are due.
pub(super) struct Due {
    pub(super) notifications: Vec<Notification>,
    /// Whether others may be due now, since some were removed without being sent.
    pub(super) has_more: bool,
}

/// At most `limit` due notifications of users other than `excluded_users`. Removes those that are no
/// longer needed.
pub(super) async fn due(
    transaction: &Transaction<'_>,
    excluded_users: &[i64],
    limit: usize,
) -> Result<Due, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = transaction
        .query(DUE_NOTIFICATIONS, &[&excluded_users, &limit])
        .await?;
    let (mut due, mut void) = (Vec::new(), Vec::new());
    for row in &rows {
        let id = row.try_get("id")?;
        match row.try_get::<_, Option<String>>("beginning")? {
            None => void.push(id),
            Some(read) => due.push(Notification {
                id,
                user_id: row.try_get("user_id")?,
                attempts: row.try_get("attempts")?,
                chat_id: row.try_get("chat_id")?,
                beginning: text::beginning(&read, MAX_BEGINNING).to_owned(),
            }),
        }
    }
    remove(transaction, &void).await?;
    Ok(Due {
        notifications: due,
        has_more: !void.is_empty(),
    })
}

/// How long until the next notification is due.
pub(super) async fn until_next(transaction: &Transaction<'_>) -> Result<Option<Duration>, Error> {
    let row = transaction.first(NEXT_ATTEMPT, &[]).await?;
    let seconds = row
        .map(|row| row.try_get::<_, f64>("seconds"))
        .transpose()?;
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()))
}

/// How many notifications wait.
pub(super) async fn waiting(transaction: &Transaction<'_>) -> Result<i64, Error> {
    let sql = "SELECT count(*) AS waiting FROM public.notifications";
    let row = transaction.first(sql, &[]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get("waiting"))?)
}

/// Records the results of attempts.
pub(super) async fn record(
    transaction: &Transaction<'_>,
    attempts: &[Attempt],
) -> Result<(), Error> {
    let accepted = attempts.iter().filter(|attempt| attempt.failure.is_none());
    let mut settled: Vec<Uuid> = accepted.map(|attempt| attempt.id).collect();
    let expired = postpone(transaction, attempts).await?;
    if !expired.is_empty() {
        let added = transaction.execute(ADD_DEAD_LETTERS, &[&expired]).await?;
        counter!(WEBHOOK_DEAD_LETTERS).increment(added);
        tracing::error!(
            notifications = added,
            "webhook notifications failed for a day and became dead letters"
        );
    }
    settled.extend(expired);
    remove(transaction, &settled).await
}

/// Postpones failed notifications; returns those that were retried for too long.
async fn postpone(transaction: &Transaction<'_>, attempts: &[Attempt]) -> Result<Vec<Uuid>, Error> {
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
        .query(POSTPONE, &[&user_ids, &waits, &reasons, &LIFETIME])
        .await?;
    let mut expired = Vec::new();
    for row in &rows {
        if row.try_get("is_expired")? {
            expired.push(row.try_get("id")?);
        }
    }
    Ok(expired)
}

/// Removes notifications; the next one of each user becomes due.
async fn remove(transaction: &Transaction<'_>, ids: &[Uuid]) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = transaction.query(REMOVE_NOTIFICATIONS, &[&ids]).await?;
    let user_ids: Vec<i64> = rows.iter().map(|row| row.get("user_id")).collect();
    schedule(transaction, &user_ids).await
}

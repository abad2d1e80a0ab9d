//! Adds to the table `notifications`: one row per user and chat, up to a bound.

use metrics::counter;

use crate::db::query::Parameters;
use crate::db::{Error, Transaction};
use crate::domain::Position;
use crate::telemetry::metrics::{WEBHOOK_DROPPED, WEBHOOK_FOLDED};

/// The most notifications that wait for one user, each of another chat.
const MAX_PER_USER: i64 = 100;
/// The most notifications that wait in all.
pub(super) const MAX_WAITING: i64 = 100_000;

const ENQUEUE: &str = include_str!("../sql/enqueue.sql");
const DROP_SURPLUS_OF_USERS: &str = include_str!("../sql/drop_surplus_of_users.sql");
const DROP_OLDEST: &str = include_str!("../sql/drop_oldest.sql");
const SCHEDULE: &str = include_str!("../sql/schedule.sql");

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
        .execute(DROP_SURPLUS_OF_USERS, &[&user_ids, &MAX_PER_USER])
        .await?;
    if dropped > 0 {
        counter!(WEBHOOK_DROPPED, "why" => "one_user").increment(dropped);
        tracing::warn!(
            notifications = dropped,
            limit = MAX_PER_USER,
            "dropped the oldest notifications of users who had too many"
        );
    }
    schedule(transaction, &user_ids).await?;
    Ok(added - i64::try_from(dropped).unwrap_or_default())
}

/// Drops the oldest `surplus` notifications.
pub(super) async fn drop_oldest(transaction: &Transaction<'_>, surplus: i64) -> Result<(), Error> {
    let rows = transaction.query(DROP_OLDEST, &[&surplus]).await?;
    counter!(WEBHOOK_DROPPED, "why" => "all").increment(rows.len() as u64);
    tracing::warn!(
        notifications = rows.len(),
        limit = MAX_WAITING,
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

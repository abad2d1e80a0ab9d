//! Notifications that were given up, for whoever runs the server.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Connector, DbConnection, Error, classify};

/// A notification that nobody accepted for a day.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// Its `webhook-id`.
    pub id: Uuid,
    /// Who was to be told.
    pub user_id: i64,
    /// Of which message.
    pub message_id: i64,
    /// How often it was tried.
    pub attempts: i32,
    /// What the last attempt came to.
    pub last_error: String,
    /// When it was given up, as Postgres writes it.
    pub abandoned_at: String,
}

const LIST: &str = "
    SELECT d.id, d.user_id, d.position, d.attempts, coalesce(d.last_error, '') AS last_error,
           d.abandoned_at::timestamptz(0)::text AS abandoned_at
    FROM public.dead_letters AS d
    ORDER BY d.abandoned_at DESC, d.position DESC
    LIMIT $1";

/// Its day begins anew. One that is older than what waits for the same user and chat is not sent:
/// the newer message is told instead of it. Of those that are sent a user's oldest has its turn
/// at once, since what came after it was not kept waiting; the others in their order.
const RETRY: &str = "
    WITH taken AS (
        DELETE FROM public.dead_letters AS d
        WHERE $1::uuid[] IS NULL
           OR d.id = ANY ($1)
        RETURNING d.id, d.user_id, d.chat_id, d.position, d.since
    ), newest AS (
        SELECT DISTINCT ON (t.user_id, t.chat_id) t.id, t.user_id, t.chat_id, t.position, t.since
        FROM taken AS t
        ORDER BY t.user_id, t.chat_id, t.position DESC
    ), queued AS (
        INSERT INTO public.notifications (id, user_id, chat_id, position, since, next_attempt_at)
        SELECT n.id, n.user_id, n.chat_id, n.position, n.since,
               CASE
                   WHEN n.position = min(n.position) OVER (PARTITION BY n.user_id) THEN now()
               END
        FROM newest AS n
        ON CONFLICT (user_id, chat_id) DO NOTHING
    )
    SELECT count(*) AS retried FROM taken";

/// The table `dead_letters`.
pub struct DeadLetters(DbConnection);

impl DeadLetters {
    /// Connects, as the owner.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// The newest ones, at most `most`.
    pub async fn list(&self, most: i64) -> Result<Vec<DeadLetter>, Error> {
        let rows = self.0.query(LIST, &[&most]).await.map_err(classify)?;
        Ok(rows.iter().map(dead_letter).collect())
    }

    /// Has these sent after all, or all of them; how many there were.
    pub async fn retry(&self, ids: Option<&[Uuid]>) -> Result<u64, Error> {
        let row = self.0.query_one(RETRY, &[&ids]).await.map_err(classify)?;
        Ok(u64::try_from(row.get::<_, i64>("retried")).unwrap_or_default())
    }
}

fn dead_letter(row: &Row) -> DeadLetter {
    DeadLetter {
        id: row.get("id"),
        user_id: row.get("user_id"),
        message_id: row.get("position"),
        attempts: row.get("attempts"),
        last_error: row.get("last_error"),
        abandoned_at: row.get("abandoned_at"),
    }
}

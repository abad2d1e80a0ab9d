//! Notifications that were given up, for whoever runs the server.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::store::{Connector, Error, Link, classify};

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
    pub died_at: String,
}

const LIST: &str = "
    SELECT d.id, d.user_id, d.position, d.attempts, coalesce(d.last_error, ''),
           d.died_at::timestamptz(0)::text
    FROM public.dead_letters AS d
    ORDER BY d.died_at DESC, d.position DESC
    LIMIT $1";

/// Its day begins anew. A user's oldest one has its turn at once, since what came after it was
/// not kept waiting; the others in their order.
const RETRY: &str = "
    WITH taken AS (
        DELETE FROM public.dead_letters AS d
        WHERE $1::uuid[] IS NULL
           OR d.id = ANY ($1)
        RETURNING d.id, d.user_id, d.position
    )
    INSERT INTO public.notifications (id, user_id, position, due_at)
    SELECT t.id, t.user_id, t.position,
           CASE
               WHEN t.position = min(t.position) OVER (PARTITION BY t.user_id) THEN now()
           END
    FROM taken AS t
    ON CONFLICT (user_id, position) DO NOTHING";

/// The table `dead_letters`.
pub struct DeadLetters(Link);

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
        self.0.execute(RETRY, &[&ids]).await.map_err(classify)
    }
}

fn dead_letter(row: &Row) -> DeadLetter {
    DeadLetter {
        id: row.get(0),
        user_id: row.get(1),
        message_id: row.get(2),
        attempts: row.get(3),
        last_error: row.get(4),
        died_at: row.get(5),
    }
}

//! Webhooks that could not be delivered, for the operator.

use tokio_postgres::Row;
use uuid::Uuid;

use crate::db::{Connector, DbConnection, Error, FromRow, classify};

/// A webhook that its receiver did not accept for a day.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    /// Its `webhook-id`, or the beginning of it.
    pub id: Uuid,
    /// `webhooks`, or `event_webhooks:` and the endpoint's name.
    pub channel: String,
    /// In the words of the channel: a user, or a chat.
    pub receiver: String,
    /// The event that it is about; of a notification the newest message.
    pub position: i64,
    pub attempts: i32,
    /// Empty if there was no attempt.
    pub last_error: String,
    /// When it became a dead letter, as Postgres prints it.
    pub abandoned_at: String,
}

const DEAD_LETTERS: &str = include_str!("sql/dead_letters.sql");
const RETRY_DEAD_LETTERS: &str = include_str!("sql/retry_dead_letters.sql");

/// Reads and retries dead letters.
pub struct DeadLetters(DbConnection);

impl DeadLetters {
    /// Connects, as the owner.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// The newest `limit` dead letters.
    pub async fn list(&self, limit: i64) -> Result<Vec<DeadLetter>, Error> {
        let rows = self.0.query(DEAD_LETTERS, &[&limit]).await;
        let rows = rows.map_err(classify)?;
        rows.iter().map(DeadLetter::from_row).collect()
    }

    /// Sends these dead letters again, or all if `ids` is `None`. Returns how many there were.
    pub async fn retry(&self, ids: Option<&[Uuid]>) -> Result<u64, Error> {
        let row = self.0.query_one(RETRY_DEAD_LETTERS, &[&ids]).await;
        let retried: i64 = row.map_err(classify)?.try_get("retried")?;
        Ok(u64::try_from(retried).unwrap_or_default())
    }
}

impl FromRow for DeadLetter {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            channel: row.try_get("channel")?,
            receiver: row.try_get("receiver")?,
            position: row.try_get("position")?,
            attempts: row.try_get("attempts")?,
            last_error: row.try_get("last_error")?,
            abandoned_at: row.try_get("abandoned_at")?,
        })
    }
}

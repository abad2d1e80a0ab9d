//! The log-ins of a user, for that user.

use jiff::Timestamp;
use tokio_postgres::Row;
use uuid::Uuid;

use super::sessions::{ACCESS_LIFETIME, Sessions, after, family_of};
use crate::auth::error::Error;
use crate::db::query::Parameters;
use crate::db::{self, FromRow, RowExt as _, query};
use crate::domain::Principal;

const LOGINS: &str = include_str!("sql/logins.sql");
const END_LOGIN: &str = include_str!("sql/end_login.sql");

/// A log-in that lasts.
#[derive(Debug, Clone)]
pub struct Login {
    pub id: Uuid,
    /// The `User-Agent`; may be empty.
    pub device: String,
    /// The client's address when its tokens were last refreshed.
    pub address: String,
    pub created_at: Timestamp,
    /// When its tokens were last refreshed.
    pub last_used_at: Timestamp,
}

impl Sessions {
    /// The newest 100 log-ins of the caller.
    pub async fn logins(&self, caller: &Principal) -> Result<Vec<Login>, Error> {
        let rows = query::all(&self.pool, LOGINS, &[&caller.user_id]).await?;
        let rows = rows.iter().map(Login::from_row);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Ends a log-in of the caller: its tokens become invalid, and its streams end. False if the caller
    /// has none with this id.
    pub async fn end_login(&self, caller: &Principal, id: Uuid) -> Result<bool, Error> {
        let parameters: Parameters<'_> = &[&id, &caller.user_id, &after(ACCESS_LIFETIME)];
        let row = query::first(&self.pool, END_LOGIN, parameters).await?;
        let ended = row.map(|row| row.try_get("ended")).transpose();
        let ended: i32 = ended.map_err(db::Error::from)?.unwrap_or_default();
        self.await_replicas().await?;
        Ok(ended > 0)
    }
}

impl Login {
    /// Whether the caller's request is of this log-in.
    pub fn is_current(&self, caller: &Principal) -> bool {
        family_of(caller) == Some(self.id)
    }
}

impl FromRow for Login {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            device: row.try_get("device")?,
            address: row.try_get("address")?,
            created_at: row.timestamp("created_at")?,
            last_used_at: row.timestamp("last_used_at")?,
        })
    }
}

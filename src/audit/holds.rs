//! Legal holds: whom one covers cannot be erased (`sql/audit/require_no_hold.sql`).

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow, RowExt as _};

const HOLDS: &str = "SELECT h.* FROM audit.holds AS h ORDER BY h.id";
const PLACE: &str = "SELECT audit.place_hold($1, $2, $3) AS id";
const RELEASE: &str = "SELECT audit.release_hold($1, $2)";

/// What a hold covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Everybody who is or was in the chat, or wrote in it.
    Chat(i64),
    User(i64),
}

/// A hold, released or not.
#[derive(Debug, Clone)]
pub struct Hold {
    pub id: i64,
    pub held: Held,
    pub reason: String,
    pub placed_at: Timestamp,
    /// The login of the database.
    pub placed_by: String,
    pub release: Option<Release>,
}

/// How a hold ended.
#[derive(Debug, Clone)]
pub struct Release {
    pub at: Timestamp,
    pub by: String,
    pub reason: String,
}

/// The holds of a database, as its owner.
pub struct HoldList(DbConnection);

impl HoldList {
    /// Connects as the owner.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// All holds, the earliest first.
    pub async fn all(&self) -> Result<Vec<Hold>, Error> {
        let rows = self.0.query(HOLDS, &[]).await?;
        rows.iter().map(Hold::from_row).collect()
    }

    /// Places a hold and returns its number.
    pub async fn place(&self, held: Held, reason: &str) -> Result<i64, Error> {
        let (chat_id, user_id) = match held {
            Held::Chat(id) => (Some(id), None),
            Held::User(id) => (None, Some(id)),
        };
        let parameters: Parameters<'_> = &[&chat_id, &user_id, &reason];
        let row = self.0.query_one(PLACE, parameters).await?;
        Ok(row.try_get("id")?)
    }

    /// Releases a hold.
    pub async fn release(&self, id: i64, reason: &str) -> Result<(), Error> {
        self.0.query_one(RELEASE, &[&id, &reason]).await?;
        Ok(())
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chat(id) => write!(formatter, "chat {id}"),
            Self::User(id) => write!(formatter, "user {id}"),
        }
    }
}

impl std::fmt::Display for Hold {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            id, held, reason, ..
        } = self;
        let (at, by) = (self.placed_at, &self.placed_by);
        write!(formatter, "{id}  {held}, placed at {at} by {by}: {reason}")?;
        if let Some(Release { at, by, reason }) = &self.release {
            write!(formatter, "; released at {at} by {by}: {reason}")?;
        }
        Ok(())
    }
}

impl FromRow for Hold {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let chat_id: Option<i64> = row.try_get("chat_id")?;
        let held = match chat_id {
            Some(chat_id) => Held::Chat(chat_id),
            None => Held::User(row.try_get("user_id")?),
        };
        let release = match row.optional_timestamp("released_at")? {
            Some(at) => Some(Release {
                at,
                by: row.try_get("released_by")?,
                reason: row.try_get("release_reason")?,
            }),
            None => None,
        };
        Ok(Self {
            id: row.try_get("id")?,
            held,
            reason: row.try_get("reason")?,
            placed_at: row.timestamp("placed_at")?,
            placed_by: row.try_get("placed_by")?,
            release,
        })
    }
}

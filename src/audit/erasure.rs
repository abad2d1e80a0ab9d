//! Erases a user; `sql/audit/erase_user.sql` describes the steps.

use jiff::Timestamp;
use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow, RowExt as _};

const REQUESTED_ERASURES: &str = include_str!("sql/requested_erasures.sql");
const ERASURE_CANDIDATE: &str = include_str!("sql/erasure_candidate.sql");
const IS_ERASED: &str = "SELECT EXISTS (
    SELECT FROM public.erasures AS r WHERE r.user_id = $1 AND r.finished_at IS NOT NULL
) AS is_erased";

/// A user who may be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// `None` if the user was deleted before.
    pub name: Option<String>,
    /// The number of the user's texts that are not erased.
    pub texts: i64,
    /// An erasure was started and has not finished.
    pub is_under_way: bool,
}

/// An erasure that an admin asked for at the desk, and that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub user_id: i64,
    pub requested_by: i64,
    pub requested_at: Timestamp,
}

/// The erasure of one user.
pub struct Erasure {
    connection: DbConnection,
    user_id: i64,
}

impl Erasure {
    /// Connects as the owner.
    pub async fn of(owner: &Connector, user_id: i64) -> Result<Self, Error> {
        let connection = owner.open_as_owner().await?;
        Ok(Self {
            connection,
            user_id,
        })
    }

    /// Those that admins asked for, the oldest first. Connects as the owner.
    pub async fn requested(owner: &Connector) -> Result<Vec<Request>, Error> {
        let connection = owner.open_as_owner().await?;
        let rows = connection.query(REQUESTED_ERASURES, &[]).await?;
        rows.iter().map(Request::from_row).collect()
    }

    /// The user; `None` if no user ever had this id.
    pub async fn candidate(&self) -> Result<Option<Candidate>, Error> {
        let row = self
            .connection
            .query_one(ERASURE_CANDIDATE, &[&self.user_id])
            .await?;
        let candidate = Candidate::from_row(&row)?;
        let had_account = candidate.name.is_some()
            || candidate.texts > 0
            || candidate.is_under_way
            || row.try_get("was_in_chats")?;
        Ok(Some(candidate).filter(|_| had_account))
    }

    /// Erases the user. Waits for a running verification. The log keeps the reason.
    pub async fn run(&self, reason: &str) -> Result<(), Error> {
        self.call(false, reason).await
    }

    /// The same, unless the request was withdrawn. Returns whether the user is erased.
    pub async fn run_if_requested(&self) -> Result<bool, Error> {
        self.call(true, "requested at the desk").await?;
        let row = self
            .connection
            .query_one(IS_ERASED, &[&self.user_id])
            .await?;
        Ok(row.try_get("is_erased")?)
    }

    async fn call(&self, only_requested: bool, reason: &str) -> Result<(), Error> {
        // The procedure commits between its steps, so it must be a statement of its own.
        let call = "CALL audit.erase_user($1, $2, $3)";
        let parameters: Parameters<'_> = &[&self.user_id, &only_requested, &reason];
        self.connection.execute(call, parameters).await?;
        Ok(())
    }
}

impl FromRow for Request {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            user_id: row.try_get("user_id")?,
            requested_by: row.try_get("requested_by")?,
            requested_at: row.timestamp("requested_at")?,
        })
    }
}

impl FromRow for Candidate {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            name: row.try_get("name")?,
            texts: row.try_get("texts")?,
            is_under_way: row.try_get("is_under_way")?,
        })
    }
}

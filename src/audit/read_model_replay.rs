//! Replays the log into a second read model, and compares it with the live one.

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow};

const BEGIN_REPLAY: &str = include_str!("sql/begin_replay.sql");
const DERIVE_CHUNK: &str = include_str!("sql/derive_chunk.sql");
const FINDINGS: &str = include_str!("sql/findings.sql");

/// Events replayed in one transaction.
const CHUNK: i32 = 10_000;
/// Rows of the live read model replaced in one transaction, which holds the head of the log.
const BATCH: i32 = 2_000;
/// The most repairs in a row while other sessions keep changing the read model.
const MAX_ROUNDS: u32 = 20;
/// The most replays in a row while texts are being erased.
const MAX_ATTEMPTS: u32 = 5;

/// A running replay, in temporary tables that end with its connection.
pub struct ReadModelReplay {
    connection: DbConnection,
    reached: i64,
}

/// How far a replay has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The position of the last event that was replayed.
    pub position: u64,
    pub is_at_head: bool,
}

/// A difference; see `sql/audit/verify.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `missing row`, `broken log`, …
    pub finding: String,
    pub relation: String,
    pub key: Option<String>,
    pub attribute: Option<String>,
    /// The value in the live read model.
    pub live: Option<String>,
    /// The value that follows from the log.
    pub derived: Option<String>,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.finding, self.relation)?;
        for part in [&self.key, &self.attribute].into_iter().flatten() {
            write!(formatter, " {part}")?;
        }
        match (&self.live, &self.derived) {
            (Some(live), Some(derived)) => {
                write!(formatter, ": {live} instead of {derived}")
            }
            (Some(live), None) => write!(formatter, ": {live}"),
            (None, Some(derived)) => write!(formatter, ": nothing instead of {derived}"),
            (None, None) => Ok(()),
        }
    }
}

impl ReadModelReplay {
    /// Runs `replay`, and runs it again if texts were erased meanwhile.
    pub async fn with_retries<T>(
        mut replay: impl AsyncFnMut() -> Result<T, Error>,
    ) -> Result<T, Error> {
        for _ in 1..MAX_ATTEMPTS {
            match replay().await {
                Err(Error::Database(error))
                    if error.code() == Some(&SqlState::T_R_SERIALIZATION_FAILURE) =>
                {
                    tracing::warn!("texts were erased meanwhile; the replay starts again");
                }
                outcome => return outcome,
            }
        }
        replay().await
    }

    /// Starts a replay, connected as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, Error> {
        let connection = owner.open_as_owner().await?;
        connection.batch_execute(BEGIN_REPLAY).await?;
        Ok(Self {
            connection,
            reached: 0,
        })
    }

    /// The current head of the log.
    pub async fn head(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(e.position), 0) AS head FROM public.events AS e";
        let row = self.connection.query_one(sql, &[]).await?;
        Ok(count(row.try_get("head")?))
    }

    /// Replays the next chunk of events.
    pub async fn advance(&mut self) -> Result<Progress, Error> {
        let row = self.connection.query_one(DERIVE_CHUNK, &[&CHUNK]).await?;
        self.reached = row.try_get("reached")?;
        Ok(Progress {
            position: count(self.reached),
            is_at_head: self.reached >= row.try_get("head")?,
        })
    }

    /// Replays the remaining events, and returns all differences at one moment.
    pub async fn findings(&self) -> Result<Vec<Finding>, Error> {
        let rows = self.connection.query(FINDINGS, &[]).await?;
        rows.iter().map(Finding::from_row).collect()
    }

    /// Repairs the head of the log and the live read model until a comparison finds no
    /// difference. Calls `progress` with the rows repaired and the rows that differ. Returns the
    /// number of repaired rows.
    ///
    /// # Errors
    /// If the log itself is broken, before anything is changed.
    pub async fn repair(&self, mut progress: impl FnMut(u64, u64)) -> Result<u64, Error> {
        let require_whole_log = "SELECT audit_replay.require_whole_log()";
        self.connection.execute(require_whole_log, &[]).await?;
        let repair_head = "SELECT audit_replay.repair_head() AS has_differed";
        let row = self.connection.query_one(repair_head, &[]).await?;
        let mut repaired = u64::from(row.try_get::<_, bool>("has_differed")?);
        for _ in 0..MAX_ROUNDS {
            let record = "SELECT audit_replay.record_differences() AS recorded";
            let row = self.connection.query_one(record, &[]).await?;
            let recorded: i64 = row.try_get("recorded")?;
            if recorded == 0 {
                return Ok(repaired);
            }
            let mut done = 0;
            while done < recorded {
                progress(count(done), count(recorded));
                let repair = "SELECT coalesce(audit_replay.repair($1, $2), $3) AS done";
                let parameters: Parameters<'_> = &[&done, &BATCH, &recorded];
                let row = self.connection.query_one(repair, parameters).await?;
                done = row.try_get("done")?;
            }
            repaired += count(recorded);
        }
        Err(Error::Unavailable(
            "another session keeps changing the read model".into(),
        ))
    }
}

impl FromRow for Finding {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            finding: row.try_get("finding")?,
            relation: row.try_get("relation")?,
            key: row.try_get("key")?,
            attribute: row.try_get("attribute")?,
            live: row.try_get("live")?,
            derived: row.try_get("derived")?,
        })
    }
}

/// Positions and row counts are never negative.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

//! Replays the log into a second read model, and compares it with the live one.

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::db::{Connector, DbConnection, Error};

/// Events replayed in one transaction.
const CHUNK: i32 = 10_000;
/// Rows of the live read model replaced in one transaction, which holds the head of the log.
const BATCH: i32 = 2_000;
/// How often repairing is repeated while other sessions keep changing the read model.
const ROUNDS: u32 = 20;

/// How often a replay starts again because texts were erased during it.
const ATTEMPTS: u32 = 5;

/// A running replay, in temporary tables that end with its connection.
pub struct ReadModelReplay {
    link: DbConnection,
    reached: i64,
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
                write!(formatter, ": {live}, but {derived} by the log")
            }
            (Some(live), None) => write!(formatter, ": {live}"),
            (None, Some(derived)) => write!(formatter, ": nothing, but {derived} by the log"),
            (None, None) => Ok(()),
        }
    }
}

impl ReadModelReplay {
    /// Runs `derive`, and runs it again if texts were erased meanwhile.
    pub async fn undisturbed<T>(
        mut derive: impl AsyncFnMut() -> Result<T, Error>,
    ) -> Result<T, Error> {
        for _ in 1..ATTEMPTS {
            match derive().await {
                Err(Error::Database(error))
                    if error.code() == Some(&SqlState::T_R_SERIALIZATION_FAILURE) =>
                {
                    tracing::warn!("texts were erased meanwhile; the replay starts again");
                }
                outcome => return outcome,
            }
        }
        derive().await
    }

    /// Starts a replay, connected as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, Error> {
        let link = owner.open_as_owner().await?;
        link.batch_execute(
            "SET temp_buffers = '64MB';
             SET client_min_messages = warning;
             SELECT audit_replay.begin()",
        )
        .await?;
        Ok(Self { link, reached: 0 })
    }

    /// The current head of the log.
    pub async fn head(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(e.position), 0) AS head FROM public.events AS e";
        let row = self.link.query_one(sql, &[]).await?;
        Ok(count(row.get("head")))
    }

    /// Replays some thousand events. Returns the position reached, and whether it is the head.
    pub async fn advance(&mut self) -> Result<(u64, bool), Error> {
        let sql = "SELECT audit_replay.derive(h.position, $1) AS reached, h.position AS head
                   FROM (SELECT coalesce(max(e.position), 0) AS position
                         FROM public.events AS e) AS h";
        let row = self.link.query_one(sql, &[&CHUNK]).await?;
        self.reached = row.get("reached");
        Ok((count(self.reached), self.reached >= row.get("head")))
    }

    /// All differences at one moment, after replaying what was appended meanwhile.
    pub async fn findings(&self) -> Result<Vec<Finding>, Error> {
        let sql = "SELECT f.finding, f.relation, f.key, f.attribute, f.live, f.derived
                   FROM audit_replay.findings() AS f";
        let rows = self.link.query(sql, &[]).await?;
        Ok(rows.iter().map(finding).collect())
    }

    /// Repairs the head of the log and the live read model until a comparison finds no
    /// difference. Returns how many rows it replaced; calls `progress` with rows done and in all.
    ///
    /// # Errors
    /// If the log itself is broken, before anything is changed.
    pub async fn correct(&self, mut progress: impl FnMut(u64, u64)) -> Result<u64, Error> {
        self.link
            .execute("SELECT audit_replay.require_whole_log()", &[])
            .await?;
        let head = "SELECT audit_replay.repair_head() AS is_replaced";
        let mut replaced = u64::from(
            self.link
                .query_one(head, &[])
                .await?
                .get::<_, bool>("is_replaced"),
        );
        for _ in 0..ROUNDS {
            let note = "SELECT audit_replay.record_differences() AS noted";
            let noted: i64 = self.link.query_one(note, &[]).await?.get("noted");
            if noted == 0 {
                return Ok(replaced);
            }
            let mut done = 0;
            while done < noted {
                progress(count(done), count(noted));
                let sql = "SELECT coalesce(audit_replay.repair($1, $2), $3) AS done";
                let row = self.link.query_one(sql, &[&done, &BATCH, &noted]).await?;
                done = row.get("done");
            }
            replaced += count(noted);
        }
        Err(Error::Unavailable(
            "another session keeps changing the read model".into(),
        ))
    }
}

fn finding(row: &Row) -> Finding {
    Finding {
        finding: row.get("finding"),
        relation: row.get("relation"),
        key: row.get("key"),
        attribute: row.get("attribute"),
        live: row.get("live"),
        derived: row.get("derived"),
    }
}

/// Positions and row counts are never negative.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

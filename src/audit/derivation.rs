//! A second read model, derived from the log beside the live one.

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::db::{Connector, DbConnection, Error};

/// Events derived in one transaction.
const CHUNK: i32 = 10_000;
/// Rows of the live read model replaced in one transaction, with the head of the log taken.
const BATCH: i32 = 2_000;
/// A derivation that is to be compared with what changes all the time comes to an end after
/// this many rounds.
const ROUNDS: u32 = 20;

/// A derivation that texts were erased during is begun anew at most this often.
const ATTEMPTS: u32 = 5;

/// A derivation under way, in temporary tables that end with its connection.
pub struct ReadModelReplay {
    link: DbConnection,
    reached: i64,
}

/// Something that is not as it must be; see `sql/audit/verify.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is: `missing row`, `broken log`, …
    pub finding: String,
    /// Which table.
    pub relation: String,
    /// Which row, where it is one.
    pub key: Option<String>,
    /// Which column, where it is one.
    pub attribute: Option<String>,
    /// What is there.
    pub live: Option<String>,
    /// What follows from the log.
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
                write!(formatter, ": {live}, and by the log {derived}")
            }
            (Some(live), None) => write!(formatter, ": {live}"),
            (None, Some(derived)) => write!(formatter, ": nothing, and by the log {derived}"),
            (None, None) => Ok(()),
        }
    }
}

impl ReadModelReplay {
    /// Runs `derive`, which begins a derivation, again where texts were erased meanwhile.
    pub async fn undisturbed<T>(
        mut derive: impl AsyncFnMut() -> Result<T, Error>,
    ) -> Result<T, Error> {
        for _ in 1..ATTEMPTS {
            match derive().await {
                Err(Error::Database(error))
                    if error.code() == Some(&SqlState::T_R_SERIALIZATION_FAILURE) =>
                {
                    tracing::warn!("texts were erased meanwhile; the derivation begins anew");
                }
                outcome => return outcome,
            }
        }
        derive().await
    }

    /// Begins one, as the owner.
    pub async fn begin(owner: &Connector) -> Result<Self, Error> {
        let link = owner.open_as_owner().await?;
        link.batch_execute(
            "SET temp_buffers = '64MB';
             SET client_min_messages = warning;
             SELECT audit_shadow.begin()",
        )
        .await?;
        Ok(Self { link, reached: 0 })
    }

    /// How far the log goes by now.
    pub async fn head(&self) -> Result<u64, Error> {
        let sql = "SELECT coalesce(max(e.position), 0) FROM public.events AS e";
        let row = self.link.query_one(sql, &[]).await?;
        Ok(count(row.get(0)))
    }

    /// Goes on by some thousand events; how far it is, and whether that is the end.
    pub async fn advance(&mut self) -> Result<(u64, bool), Error> {
        let sql = "SELECT audit_shadow.derive(h.position, $1), h.position
                   FROM (SELECT coalesce(max(e.position), 0) AS position
                         FROM public.events AS e) AS h";
        let row = self.link.query_one(sql, &[&CHUNK]).await?;
        self.reached = row.get(0);
        Ok((count(self.reached), self.reached >= row.get(1)))
    }

    /// Everything that is wrong, at one moment. Derives what was appended meanwhile.
    pub async fn findings(&self) -> Result<Vec<Finding>, Error> {
        let sql = "SELECT f.finding, f.relation, f.key, f.attribute, f.live, f.derived
                   FROM audit_shadow.findings() AS f";
        let rows = self.link.query(sql, &[]).await?;
        Ok(rows.iter().map(finding).collect())
    }

    /// Puts the head of the log and the live read model right, until a comparison finds nothing;
    /// how many rows it replaced. `progress` is told how many of how many rows are done.
    ///
    /// # Errors
    /// Where the log itself is broken, before anything is changed.
    pub async fn correct(&self, mut progress: impl FnMut(u64, u64)) -> Result<u64, Error> {
        self.link
            .execute("SELECT audit_shadow.require_whole_log()", &[])
            .await?;
        let head = "SELECT audit_shadow.correct_head()";
        let mut replaced = u64::from(self.link.query_one(head, &[]).await?.get::<_, bool>(0));
        for _ in 0..ROUNDS {
            let note = "SELECT audit_shadow.note_differences()";
            let noted: i64 = self.link.query_one(note, &[]).await?.get(0);
            if noted == 0 {
                return Ok(replaced);
            }
            let mut done = 0;
            while done < noted {
                progress(count(done), count(noted));
                let sql = "SELECT coalesce(audit_shadow.correct($1, $2), $3)";
                let row = self.link.query_one(sql, &[&done, &BATCH, &noted]).await?;
                done = row.get(0);
            }
            replaced += count(noted);
        }
        Err(Error::Unavailable(
            "somebody else keeps changing the read model".into(),
        ))
    }
}

fn finding(row: &Row) -> Finding {
    Finding {
        finding: row.get(0),
        relation: row.get(1),
        key: row.get(2),
        attribute: row.get(3),
        live: row.get(4),
        derived: row.get(5),
    }
}

/// Positions and numbers of rows are never negative.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

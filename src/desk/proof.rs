//! The proof that the log is intact: how far it is sealed, and what the latest checks of the seals found.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use crate::db::{self, FromRow, RowExt as _, SharedConnection, query};
use crate::desk::error::Error;
use crate::desk::service::Desk;
use crate::domain::UserId;
use crate::workers::Job;

/// Events that one statement checks at least.
const EVENTS_AT_ONCE: i32 = 5_000;

/// A position in the log, and a time that belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    pub position: i64,
    pub at: Timestamp,
}

/// A check of the seals.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    pub started_at: Timestamp,
    pub position: i64,
    /// How far it goes.
    pub until: i64,
}

/// What a check found.
#[derive(Debug, Clone)]
pub struct Problem {
    pub position: i64,
    pub text: String,
    pub found_at: Timestamp,
}

/// The state of the proof.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The end of the log; its time is that of the last event.
    pub head: i64,
    pub head_at: Option<Timestamp>,
    /// How far the log is sealed, and when the last seal was made.
    pub sealed: Option<Reached>,
    /// The latest check that found nothing.
    pub verified: Option<Reached>,
    pub running: Option<Running>,
    /// What the latest check found, if it is later than that.
    pub problem: Option<Problem>,
}

impl Desk {
    /// The state of the proof.
    pub async fn proof(&self) -> Result<Proof, Error> {
        let row = query::first(&self.pool, "SELECT p.* FROM audit.proof() AS p", &[]).await?;
        let missing = || db::Error::Unavailable("there is no state of the proof".into());
        Ok(Proof::from_row(&row.ok_or_else(missing)?)?)
    }

    /// Begins a check of all seals, unless one runs. Returns the seconds to wait if the last one was a
    /// moment ago.
    pub async fn request_proof(&self, by: UserId) -> Result<Option<u32>, Error> {
        let sql = "SELECT audit.request_proof($1) AS wait";
        let row = query::first(&self.pool, sql, &[&by]).await?;
        let wait: Option<i32> = row.map(|row| row.try_get("wait")).transpose()?;
        let wait = wait.and_then(|wait| u32::try_from(wait).ok());
        Ok(wait.filter(|wait| *wait > 0))
    }
}

/// Does the checks that were asked for, one at a time on all replicas together.
pub struct ProofChecker(SharedConnection);

impl ProofChecker {
    /// Checks the log behind `connection`.
    pub fn new(connection: SharedConnection) -> Self {
        Self(connection)
    }
}

impl Job for ProofChecker {
    const NAME: &'static str = "proof_checker";
    const INTERVAL: Duration = Duration::from_secs(2);
    type Error = db::Error;

    /// Works on the check that runs until it ends, half of the time.
    async fn run(&mut self) -> Result<(), db::Error> {
        loop {
            let started = Instant::now();
            let sql = "SELECT audit.continue_proof($1) AS is_more";
            let rows = self.0.query(sql, &[&EVENTS_AT_ONCE]).await?;
            let is_more = rows.first().map(|row| row.try_get("is_more")).transpose()?;
            if is_more != Some(true) {
                break;
            }
            sleep(started.elapsed()).await;
        }
        Ok(())
    }
}

impl FromRow for Proof {
    fn from_row(row: &tokio_postgres::Row) -> Result<Self, db::Error> {
        let reached = |position, at| -> Result<_, db::Error> {
            let position: Option<i64> = row.try_get(position)?;
            let at = row.optional_timestamp(at)?;
            let reached = position.zip(at);
            Ok(reached.map(|(position, at)| Reached { position, at }))
        };
        let until: Option<i64> = row.try_get("until_position")?;
        let running = until.zip(row.optional_timestamp("started_at")?);
        let position = row.try_get("reached")?;
        let problem: Option<String> = row.try_get("problem")?;
        let found = reached("problem_at", "found_at")?;
        Ok(Self {
            head: row.try_get("head_position")?,
            head_at: row.optional_timestamp("head_at")?,
            sealed: reached("sealed_position", "sealed_at")?,
            verified: reached("verified_position", "verified_at")?,
            running: running.map(|(until, started_at)| Running {
                started_at,
                position,
                until,
            }),
            problem: problem.zip(found).map(|(text, found)| Problem {
                position: found.position,
                text,
                found_at: found.at,
            }),
        })
    }
}

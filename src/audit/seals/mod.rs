//! Seals of the tamper-evident log: a seal is a hash over a range of events and the previous seal.
//!
//! * [`Sealer`] runs in every server and seals new events (`sql/audit/seal_log.sql`).
//! * [`Seals`] checks the log against its seals, continues the file in which they are kept, and compares exported ones.

mod sealer;

use std::fmt;
use std::str::FromStr;

use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow};

pub use sealer::Sealer;

const CHECK_NEXT_SEAL: &str = include_str!("../sql/check_next_seal.sql");
const RECORD_PROOF: &str = include_str!("../sql/record_proof.sql");
const RECORD_WITNESS: &str = include_str!("../sql/record_witness.sql");
const EXPORTED_SEALS: &str = include_str!("../sql/exported_seals.sql");

/// A seal without the hashes of its events. Its text form, a line of an export, is
/// `from_position,to_position,hash,sealed_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The position of the first event in its range.
    pub from: i64,
    /// The position of the last event in its range.
    pub to: i64,
    /// In hex.
    pub hash: String,
    /// When it was made, as Postgres prints it.
    pub sealed_at: String,
}

/// The result of checking one seal against the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSeal {
    /// The position at which the seal ends.
    pub to: i64,
    /// The first change since the events were sealed.
    pub finding: Option<SealFinding>,
}

/// What is wrong with a seal or an event under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFinding {
    pub position: i64,
    pub problem: String,
}

/// A line that is not a seal.
#[derive(Debug, thiserror::Error)]
#[error("not a seal: {0}")]
pub struct SealError(String);

/// The first line of an export.
pub const HEADER: &str = "from_position,to_position,hash,sealed_at";

impl fmt::Display for SealFinding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "position {}: {}", self.position, self.problem)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            from,
            to,
            hash,
            sealed_at,
        } = self;
        write!(formatter, "{from},{to},{hash},{sealed_at}")
    }
}

impl FromStr for Seal {
    type Err = SealError;

    fn from_str(line: &str) -> Result<Self, SealError> {
        let wrong = || SealError(line.to_owned());
        let mut parts = line.trim().splitn(4, ',');
        let mut next = || parts.next().ok_or_else(wrong);
        let from = next()?.parse().map_err(|_| wrong())?;
        let to = next()?.parse().map_err(|_| wrong())?;
        // psql writes the bytes as \x…
        let hash = next()?.trim_start_matches("\\x").to_lowercase();
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            return Err(wrong());
        }
        let sealed_at = next().unwrap_or_default().to_owned();
        Ok(Self {
            from,
            to,
            hash,
            sealed_at,
        })
    }
}

/// Reads the seals of a log, connected as the owner.
pub struct Seals(DbConnection);

impl Seals {
    /// Connects.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// Checks the first seal that ends after `position` against the log; `None` if there is none.
    pub async fn check_after(&self, position: i64) -> Result<Option<CheckedSeal>, Error> {
        let row = self.0.query_opt(CHECK_NEXT_SEAL, &[&position]).await?;
        row.as_ref().map(CheckedSeal::from_row).transpose()
    }

    /// Compares an exported seal with the one in the database; returns the difference.
    pub async fn compare(&self, exported: &Seal) -> Result<Option<String>, Error> {
        let sql = "SELECT audit.compare_seal($1, decode($2, 'hex')) AS finding";
        let parameters: Parameters<'_> = &[&exported.to, &exported.hash];
        let row = self.0.query_one(sql, parameters).await?;
        Ok(row.try_get("finding")?)
    }

    /// Records what a check of all seals has found, for the operator's desk: nothing up to `position`, or
    /// a problem.
    pub async fn record_proof(
        &self,
        position: i64,
        finding: Option<&SealFinding>,
    ) -> Result<(), Error> {
        let found_at = finding.map(|finding| finding.position);
        let problem = finding.map(|finding| &finding.problem);
        let parameters: Parameters<'_> = &[&position, &found_at, &problem];
        self.0.execute(RECORD_PROOF, parameters).await?;
        Ok(())
    }

    /// Records that a place outside of the database has the seals up to `position`.
    pub async fn record_witness(&self, name: &str, position: i64) -> Result<(), Error> {
        self.0.execute(RECORD_WITNESS, &[&name, &position]).await?;
        Ok(())
    }

    /// At most `limit` seals that end after `position`.
    pub(in crate::audit) async fn after(
        &self,
        position: i64,
        limit: i64,
    ) -> Result<Vec<Seal>, Error> {
        let rows = self.0.query(EXPORTED_SEALS, &[&position, &limit]).await?;
        rows.iter().map(Seal::from_row).collect()
    }
}

impl FromRow for Seal {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            from: row.try_get("from_position")?,
            to: row.try_get("to_position")?,
            hash: row.try_get("hash")?,
            sealed_at: row.try_get("sealed_at")?,
        })
    }
}

impl FromRow for CheckedSeal {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let position: Option<i64> = row.try_get("found_at")?;
        let problem: Option<String> = row.try_get("problem")?;
        let finding = position.zip(problem);
        Ok(Self {
            to: row.try_get("sealed_to")?,
            finding: finding.map(|(position, problem)| SealFinding { position, problem }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seal_round_trips_through_text() {
        let seal = Seal {
            from: 1,
            to: 1000,
            hash: "ab".repeat(32),
            sealed_at: "2026-11-21T08:00:00+00:00".into(),
        };
        assert_eq!(seal.to_string().parse::<Seal>().unwrap(), seal);
        let from_psql = format!(
            "1,1000,\\x{},2026-11-21T08:00:00+00:00\r\n",
            "AB".repeat(32)
        );
        assert_eq!(from_psql.parse::<Seal>().unwrap(), seal);
    }

    #[test]
    fn malformed_seal_is_refused() {
        for line in ["", "1", "1,2", "1,2,abc,now", HEADER, "x,2,,"] {
            assert!(line.parse::<Seal>().is_err(), "{line}");
        }
    }
}

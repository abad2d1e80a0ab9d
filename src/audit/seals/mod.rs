//! Seals of the tamper-evident log: a seal is a hash over a range of events and the previous seal.
//!
//! * [`Sealer`] runs in every server and seals new events (`sql/audit/seal_log.sql`).
//! * [`Seals`] exports them, continues the file in which they are kept, and records what a verification of them
//!   has found.

mod sealer;

use std::fmt;
use std::str::FromStr;

use tokio_postgres::Row;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, FromRow};

pub use sealer::Sealer;

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

/// A line that is not a seal.
#[derive(Debug, thiserror::Error)]
#[error("not a seal: {0}")]
pub struct SealError(String);

/// The first line of an export.
pub const HEADER: &str = "from_position,to_position,hash,sealed_at";

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

    /// Records what a verification has found, for the operator's desk: nothing up to `position`, or a
    /// problem and where it is.
    pub async fn record_proof(
        &self,
        position: i64,
        found_at: Option<i64>,
        problem: Option<&str>,
    ) -> Result<(), Error> {
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
    pub async fn after(&self, position: i64, limit: i64) -> Result<Vec<Seal>, Error> {
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

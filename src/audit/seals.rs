//! The seals of the tamper-evident log.

use std::fmt;
use std::str::FromStr;

use crate::db::{Connector, DbConnection, Error};

/// A checkpoint as it is kept elsewhere: a line of text.
///
/// `from_position,to_position,hash` and, for people, when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The first event under it.
    pub from: i64,
    /// The last one.
    pub to: i64,
    /// In hex.
    pub hash: String,
    /// When it was made, as Postgres writes it.
    pub sealed_at: String,
}

/// Not a line that a seal was written as.
#[derive(Debug, thiserror::Error)]
#[error("not a checkpoint: {0}")]
pub struct SealError(String);

/// What the lines of kept seals begin with.
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

/// Reads the seals of a log.
pub struct Seals(DbConnection);

impl Seals {
    /// Connects, as the owner.
    pub async fn open(owner: &Connector) -> Result<Self, Error> {
        Ok(Self(owner.open_as_owner().await?))
    }

    /// Checks the first checkpoint after a position against the log: where it ends, and the
    /// first event that is not as it was sealed. `None` after the last one.
    pub async fn check_after(&self, position: i64) -> Result<Option<(i64, Option<String>)>, Error> {
        let sql = "SELECT c.sealed_to, 'position ' || c.found_at || ': ' || c.what AS finding
                   FROM audit.check_next_checkpoint($1) AS c";
        let row = self.0.query_opt(sql, &[&position]).await?;
        Ok(row.map(|row| (row.get("sealed_to"), row.get("finding"))))
    }

    /// What is wrong with a seal that was kept elsewhere, if anything is.
    pub async fn compare(&self, kept: &Seal) -> Result<Option<String>, Error> {
        let sql = "SELECT audit.compare_seal($1, decode($2, 'hex')) AS finding";
        let row = self.0.query_one(sql, &[&kept.to, &kept.hash]).await?;
        Ok(row.get("finding"))
    }

    /// At most `most` seals after a position.
    pub async fn after(&self, position: i64, most: i64) -> Result<Vec<Seal>, Error> {
        let sql = "SELECT s.from_position, s.to_position, encode(s.hash, 'hex') AS hash,
                          to_json(s.sealed_at) #>> '{}' AS sealed_at
                   FROM audit.exported_seals($1) AS s
                   LIMIT $2";
        let rows = self.0.query(sql, &[&position, &most]).await?;
        let seal = |row: &tokio_postgres::Row| Seal {
            from: row.get("from_position"),
            to: row.get("to_position"),
            hash: row.get("hash"),
            sealed_at: row.get("sealed_at"),
        };
        Ok(rows.iter().map(seal).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_as_it_was_written() {
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
    fn what_is_none_is_refused() {
        for line in ["", "1", "1,2", "1,2,abc,now", HEADER, "x,2,,"] {
            assert!(line.parse::<Seal>().is_err(), "{line}");
        }
    }
}

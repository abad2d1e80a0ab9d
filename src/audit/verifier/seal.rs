//! Seals as the table has them, and their hashes: `sql/audit/seal_hash.sql` describes these.

use std::collections::VecDeque;

use tokio_postgres::Row;

use super::event::Microseconds;
use super::window::Window;
use crate::audit::hashes::{Hash, HashedSeal, merkle};
use crate::db::{DbConnection, Error, FromRow};

const NEXT_SEAL: &str = include_str!("../sql/verifier/next_seal.sql");
const LAST_SEAL: &str = include_str!("../sql/verifier/last_seal.sql");
const SEALS: &str = include_str!("../sql/verifier/seals.sql");

/// A row of `audit.seals`.
pub(in crate::audit) struct Seal {
    pub(in crate::audit) from: i64,
    pub(in crate::audit) to: i64,
    /// The last event of the log when it was made.
    pub(in crate::audit) head: i64,
    pub(in crate::audit) previous_hash: Vec<u8>,
    pub(in crate::audit) event_hashes: Vec<u8>,
    pub(super) hash: Vec<u8>,
    /// Microseconds since 1970.
    pub(in crate::audit) sealed_at: i64,
}

impl Seal {
    pub(super) fn expected_hash(&self) -> Hash {
        let hashed = HashedSeal {
            previous_hash: &self.previous_hash,
            from: self.from,
            to: self.to,
            head: self.head,
            sealed_at: self.sealed_at,
            root: &merkle::root(&self.event_hashes),
        };
        hashed.hash()
    }

    /// Whether it has the hash of each event from its first to its last one.
    pub(in crate::audit) fn is_complete(&self) -> bool {
        let events = self
            .to
            .checked_sub(self.from)
            .map(|last| i128::from(last) + 1);
        events.is_some_and(|events| events > 0 && self.event_hashes.len() as i128 == events * 32)
    }

    /// The hash of the event at a position, if it covers it.
    pub(super) fn event_hash(&self, position: i64) -> Option<&[u8]> {
        let index = usize::try_from(position.checked_sub(self.from)?).ok()?;
        self.event_hashes.chunks_exact(32).nth(index)
    }
}

/// Reads the seals that there are at the beginning, by position. So each is over events that are already there
/// when the log is read.
pub(super) struct Seals<'a> {
    window: Window<'a>,
    read: VecDeque<Seal>,
    /// Where the last one ends; `None` once it was read.
    last: Option<i64>,
}

impl<'a> Seals<'a> {
    pub(super) async fn of(connection: &'a DbConnection) -> Result<Self, Error> {
        let last = connection.query_opt(LAST_SEAL, &[]).await?;
        let last = last.map(|row| row.try_get(0)).transpose()?;
        Ok(Self {
            window: Window::of(connection, NEXT_SEAL, SEALS).await?,
            read: VecDeque::new(),
            last,
        })
    }

    pub(super) async fn next(&mut self) -> Result<Option<Seal>, Error> {
        let Some(last) = self.last else {
            return Ok(None);
        };
        if self.read.is_empty() {
            let rows = self.window.next().await?;
            self.read = rows.iter().map(Seal::from_row).collect::<Result<_, _>>()?;
        }
        let next = self.read.pop_front().filter(|seal| seal.to <= last);
        if next.as_ref().is_none_or(|seal| seal.to == last) {
            self.last = None;
        }
        Ok(next)
    }
}

impl FromRow for Seal {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let Microseconds(sealed_at) = row.try_get("sealed_at")?;
        Ok(Self {
            from: row.try_get("from_position")?,
            to: row.try_get("to_position")?,
            head: row.try_get("head_position")?,
            previous_hash: row.try_get("previous_hash")?,
            event_hashes: row.try_get("event_hashes")?,
            hash: row.try_get("hash")?,
            sealed_at,
        })
    }
}

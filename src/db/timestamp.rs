//! Timestamps from tables that other systems write to.
//!
//! # Why
//! Other systems may write `users` and `lessons` with plain SQL. A row with microseconds, a far
//! year or `infinity` must neither break the contract's format nor fail the query that reads
//! it, which reads many other rows as well.

use std::error::Error;

use jiff::Timestamp;
use tokio_postgres::types::{FromSql, Type, accepts};

use crate::domain::time;

/// A `timestamptz`, truncated to milliseconds and clamped to the range of RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PgTimestamp(pub Timestamp);

/// The epoch of Postgres, 2000-01-01T00:00:00Z, in milliseconds since 1970.
const EPOCH: i64 = 946_684_800_000;

impl<'a> FromSql<'a> for PgTimestamp {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let microseconds = i64::from_be_bytes(raw.try_into()?);
        // Rounded down, before 2000 too; the ends of the range are -infinity and infinity.
        let milliseconds = microseconds.div_euclid(1_000) + EPOCH;
        Ok(Self(time::clamp_to_rfc3339(milliseconds)))
    }

    accepts!(TIMESTAMPTZ);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(microseconds: i64) -> String {
        let timestamp = PgTimestamp::from_sql(&Type::TIMESTAMPTZ, &microseconds.to_be_bytes());
        timestamp.unwrap().0.to_string()
    }

    #[test]
    fn truncates_to_milliseconds() {
        assert_eq!(read(0), "2000-01-01T00:00:00Z");
        assert_eq!(read(1_999), "2000-01-01T00:00:00.001Z");
        assert_eq!(read(-1), "1999-12-31T23:59:59.999Z");
    }

    #[test]
    fn clamps_infinity() {
        assert_eq!(read(i64::MIN), "0000-01-01T00:00:00Z");
        assert_eq!(read(i64::MAX), "9999-12-30T22:00:00Z");
    }
}

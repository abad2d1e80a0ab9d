//! Limits failed log-ins, so that passwords cannot be guessed.
//!
//! # Guarantees
//! Within 15 minutes, `LOGIN_LIMIT` bounds the failed log-ins from one address to one account,
//! and from one address in all, across replicas. Attempts beyond it are refused before a
//! password is compared. Each attempt is counted as a failure before its outcome is known, and a
//! success takes that back, so neither concurrent attempts nor clients that hang up evade it.
//!
//! # Why by address and account together
//! Counting by account alone would let anyone lock its owner out.
//!
//! # Size of the table
//! Each row stands for a password comparison, of which a replica makes at most about a hundred a
//! second. Rows older than 15 minutes are deleted.

use std::net::IpAddr;

use sha2::{Digest as _, Sha256};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::auth::error::Error;
use crate::bounds::quota::{self, Quota};
use crate::db::{self, FromRow, Pool, query};
use crate::domain::ClientAddress;

/// Seconds for which a failure counts, as in `sql/auth/count_failure.sql`.
const WINDOW: u32 = 15 * 60;
/// The names of the limits.
const BY_ACCOUNT: &str = "log-in";
const BY_ADDRESS: &str = "log-in-address";

/// The number of log-ins that may fail within 15 minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginLimit {
    /// From one address to one account.
    pub by_account: i32,
    /// From one address to all accounts.
    pub by_address: i32,
}

/// Counts failures. Cheap to clone.
#[derive(Clone)]
pub(super) struct Attempts {
    pool: Pool,
    limit: Option<LoginLimit>,
}

/// An attempt, counted as a failure until [`Attempts::succeeded`].
pub(super) struct Attempt {
    address: IpAddr,
    account: Uuid,
    /// Those of the address, with this one.
    failures: Failures,
}

/// The outcome of counting an attempt.
struct Counted {
    /// Seconds until the next attempt; 0: this one was counted.
    wait: i32,
    /// None if the address alone has too many.
    of_account: Option<Failures>,
    of_address: Failures,
}

/// Failures, and the seconds until they count no longer.
struct Failures {
    number: i32,
    ends_in: i32,
}

impl Attempts {
    /// Without a limit nothing is counted.
    pub(super) fn new(pool: Pool, limit: Option<LoginLimit>) -> Self {
        Self { pool, limit }
    }

    /// Counts an attempt, or refuses it.
    pub(super) async fn begin(
        &self,
        client: ClientAddress,
        email: &str,
    ) -> Result<Option<Attempt>, Error> {
        let Some(limit) = self.limit else {
            return Ok(None);
        };
        let (address, account) = (client.network(), account(email));
        let row = query::first(
            &self.pool,
            "SELECT c.* FROM public.count_login_attempt($1, $2, $3, $4) AS c",
            &[&address, &account, &limit.by_account, &limit.by_address],
        )
        .await?;
        let no_row = || db::Error::Unavailable("an attempt was not counted".to_owned());
        let counted = Counted::from_row(&row.ok_or_else(no_row)?)?;
        limit.note(&counted);
        let wait = counted.wait;
        if wait == 0 {
            return Ok(Some(Attempt {
                address,
                account,
                failures: counted.of_address,
            }));
        }
        tracing::debug!(client.address = %client, wait, "log-in refused: too many failed before");
        let retry_after = u32::try_from(wait).unwrap_or_default();
        Err(Error::TooManyFailures { retry_after })
    }

    /// Removes this failure, and the earlier ones of the same address and account.
    pub(super) async fn succeeded(&self, attempt: Option<Attempt>) -> Result<(), db::Error> {
        let (Some(attempt), Some(limit)) = (attempt, self.limit) else {
            return Ok(());
        };
        let sql = "SELECT public.forgive_login_failures($1, $2)";
        query::run(&self.pool, sql, &[&attempt.address, &attempt.account]).await?;
        limit.note_success(&attempt);
        Ok(())
    }

    /// Deletes expired failures.
    pub(super) async fn sweep(&self) -> Result<(), db::Error> {
        let sql =
            "DELETE FROM public.login_failures WHERE began_at < now() - interval '15 minutes'";
        query::run(&self.pool, sql, &[]).await?;
        Ok(())
    }
}

impl LoginLimit {
    /// Notes what is left after an attempt.
    fn note(self, counted: &Counted) {
        let of_account = counted.of_account.as_ref();
        let by_account = of_account.map(|failures| failures.quota(BY_ACCOUNT, self.by_account));
        let by_address = counted.of_address.quota(BY_ADDRESS, self.by_address);
        quota::note(by_account.into_iter().chain([by_address]));
    }

    /// Notes what is left after an attempt that is no failure.
    fn note_success(self, attempt: &Attempt) {
        let none = Failures {
            number: 0,
            ends_in: 0,
        };
        let others = Failures {
            number: attempt.failures.number - 1,
            ends_in: attempt.failures.ends_in,
        };
        quota::note([
            none.quota(BY_ACCOUNT, self.by_account),
            others.quota(BY_ADDRESS, self.by_address),
        ]);
    }
}

impl Failures {
    /// What a limit leaves after them.
    fn quota(&self, name: &'static str, limit: i32) -> Quota {
        let number = |number: i32| u32::try_from(number).unwrap_or_default();
        Quota {
            name,
            limit: number(limit),
            window: Some(WINDOW),
            left: number(limit - self.number),
            more_in: (self.number > 0).then(|| number(self.ends_in)),
        }
    }
}

impl FromRow for Counted {
    fn from_row(row: &Row) -> Result<Self, db::Error> {
        let account: Option<i32> = row.try_get("account_failures")?;
        let account_ends_in: Option<i32> = row.try_get("account_ends_in")?;
        let of_account = account.zip(account_ends_in);
        Ok(Self {
            wait: row.try_get("wait")?,
            of_account: of_account.map(|(number, ends_in)| Failures { number, ends_in }),
            of_address: Failures {
                number: row.try_get("address_failures")?,
                ends_in: row.try_get("address_ends_in")?,
            },
        })
    }
}

/// The account's key in the table: of a fixed size, and without the e-mail address.
fn account(email: &str) -> Uuid {
    let digest = Sha256::digest(email.trim().to_lowercase());
    Uuid::from_slice(&digest[..16]).unwrap_or_default()
}

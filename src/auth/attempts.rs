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
use uuid::Uuid;

use crate::auth::error::Error;
use crate::db::{self, Pool, query};
use crate::domain::ClientAddress;

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
            "SELECT public.count_login_attempt($1, $2, $3, $4) AS wait",
            &[&address, &account, &limit.by_account, &limit.by_address],
        )
        .await?;
        let wait = row.map(|row| row.try_get("wait")).transpose();
        let wait: i32 = wait.map_err(db::Error::from)?.unwrap_or_default();
        if wait == 0 {
            return Ok(Some(Attempt { address, account }));
        }
        tracing::debug!(client.address = %client, wait, "log-in refused: too many failed before");
        let retry_after = u32::try_from(wait).unwrap_or_default();
        Err(Error::TooManyFailures { retry_after })
    }

    /// Removes this failure, and the earlier ones of the same address and account.
    pub(super) async fn succeeded(&self, attempt: Option<Attempt>) -> Result<(), db::Error> {
        if let Some(Attempt { address, account }) = attempt {
            let sql = "SELECT public.forgive_login_failures($1, $2)";
            query::run(&self.pool, sql, &[&address, &account]).await?;
        }
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

/// The account's key in the table: of a fixed size, and without the e-mail address.
fn account(email: &str) -> Uuid {
    let digest = Sha256::digest(email.trim().to_lowercase());
    Uuid::from_slice(&digest[..16]).unwrap_or_default()
}

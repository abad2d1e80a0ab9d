//! Counts log-ins that fail, so that guessing passwords comes to an end.
//!
//! Guarantees: within a quarter of an hour only so many log-ins fail from one address with one
//! account, and only so many from one address in all (`LOGIN_LIMIT`), across replicas. What is
//! beyond that is refused before any password is compared. An attempt is counted as a failure
//! before its outcome is known, and a success takes that back: attempts made at the same time
//! cannot slip past the limit, nor those whose client hangs up.
//!
//! # Why by address and account together
//! Counted by the account alone, anybody could lock its owner out. Its owner, at another address,
//! is not disturbed by what others guess.
//!
//! # What bounds the table
//! A row stands for a password comparison, of which a replica makes some hundred a second at
//! most; rows are swept when their quarter of an hour is over.

use std::net::IpAddr;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::db;
use crate::db::{Pool, query};
use crate::http::{ClientAddress, Problem};

/// How many log-ins may fail in a quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginLimit {
    /// From one address with one account.
    pub by_account: i32,
    /// From one address.
    pub by_address: i32,
}

/// Counts failures. Cheap to clone.
#[derive(Clone)]
pub(super) struct Attempts {
    pool: Pool,
    limit: Option<LoginLimit>,
}

/// An attempt that was counted as a failure for now.
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
    ) -> Result<Option<Attempt>, Problem> {
        let Some(limit) = self.limit else {
            return Ok(None);
        };
        let (address, account) = (client.network(), account(email));
        let row = query::first(
            &self.pool,
            "SELECT public.count_login_attempt($1, $2, $3, $4)",
            &[&address, &account, &limit.by_account, &limit.by_address],
        )
        .await?;
        let wait = row.map(|row| row.try_get(0)).transpose();
        let wait: i32 = wait.map_err(db::Error::from)?.unwrap_or_default();
        if wait == 0 {
            return Ok(Some(Attempt { address, account }));
        }
        tracing::debug!(client.address = %client, wait, "log-in refused: too many failed before");
        let seconds = u32::try_from(wait).unwrap_or_default();
        Err(Problem::too_many("too many log-ins failed", seconds))
    }

    /// Takes back a failure that was none; those of the same address and account count no more.
    pub(super) async fn succeeded(&self, attempt: Option<Attempt>) -> Result<(), Problem> {
        if let Some(Attempt { address, account }) = attempt {
            let sql = "SELECT public.forgive_login_failures($1, $2)";
            query::run(&self.pool, sql, &[&address, &account]).await?;
        }
        Ok(())
    }

    /// Forgets failures that count no more.
    pub(super) async fn sweep(&self) -> Result<(), db::Error> {
        let sql =
            "DELETE FROM public.login_failures WHERE began_at < now() - interval '15 minutes'";
        query::run(&self.pool, sql, &[]).await?;
        Ok(())
    }
}

/// Names an account in the table: of a fixed size, and without the e-mail.
fn account(email: &str) -> Uuid {
    let digest = Sha256::digest(email.trim().to_lowercase());
    Uuid::from_slice(&digest[..16]).unwrap_or_default()
}

//! The table `idempotency_keys`.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::Row;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::db::query::{self, Parameters};
use crate::db::{Error, FromRow, Pool};
use crate::domain::Realm;
use crate::idempotency::request::{KeyedRequest, Record, RequestHash};

const CLAIM: &str = include_str!("sql/claim.sql");
const SETTLE: &str = include_str!("sql/settle.sql");
const RELEASE: &str = include_str!("sql/release.sql");
const PRUNE: &str = include_str!("sql/prune.sql");

/// How long a request may take, before a repeat takes over; and one whose body takes long to arrive.
const LEASE: Duration = Duration::from_mins(2);
const LEASE_WITH_BODY: Duration = Duration::from_mins(20);
/// The keys of a user that are kept.
const KEPT: i64 = 1_000;

/// The keys of requests to one realm. Cheap to clone.
#[derive(Clone)]
pub struct IdempotencyKeys {
    realm: Realm,
    pool: Pool,
    /// Requests that go on if their connection ends.
    running: TaskTracker,
}

/// The outcome of claiming a key.
pub enum Claim {
    /// The request makes something, and then settles or releases the key.
    New(Claimed),
    /// An earlier request has made it.
    Made(Record),
    /// Another request is about to make it.
    InProgress,
}

/// A key that one request has.
pub struct Claimed {
    keys: IdempotencyKeys,
    request: KeyedRequest,
    attempt: Uuid,
}

impl IdempotencyKeys {
    /// The keys of `realm`. `running` are the tasks that a shutdown waits for.
    pub fn new(realm: Realm, pool: Pool, running: TaskTracker) -> Self {
        Self {
            realm,
            pool,
            running,
        }
    }

    /// Claims the key of a request.
    pub async fn claim(&self, request: KeyedRequest) -> Result<Claim, Error> {
        let attempt = Uuid::now_v7();
        let lease = match request.hash {
            Some(_) => LEASE,
            None => LEASE_WITH_BODY,
        };
        let parameters: Parameters<'_> = &[
            &request.user_id,
            &self.realm,
            &request.operation,
            &request.key,
            &attempt,
            &request.hash.as_ref().map(RequestHash::as_slice),
            &lease.as_secs_f64(),
        ];
        let row = query::first(&self.pool, CLAIM, parameters).await?;
        let Some(row) = row else {
            return Ok(Claim::InProgress);
        };
        if row.try_get("is_claimed")? {
            let keys = self.clone();
            return Ok(Claim::New(Claimed {
                keys,
                request,
                attempt,
            }));
        }
        let made = Option::<Record>::from_row(&row)?;
        Ok(made.map_or(Claim::InProgress, Claim::Made))
    }

    /// Runs what a request does to its end, also if nobody waits for it.
    pub fn run<T: Send + 'static>(
        &self,
        making: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        self.running.spawn(making.in_current_span())
    }
}

impl Claimed {
    /// Notes what the request has made. Repeats do not find it if that fails.
    pub async fn settle(self, made: Record) {
        let Self {
            keys,
            request,
            attempt,
        } = self;
        let hash = made.hash.or(request.hash);
        let settled: Parameters<'_> = &[
            &request.user_id,
            &keys.realm,
            &request.operation,
            &request.key,
            &attempt,
            &made.made_id,
            &hash.as_ref().map(RequestHash::as_slice),
        ];
        let settling = async {
            query::run(&keys.pool, SETTLE, settled).await?;
            query::run(&keys.pool, PRUNE, &[&request.user_id, &KEPT]).await
        };
        log(settling.await);
    }

    /// Makes the key free, because the request has failed.
    pub async fn release(self) {
        let Self {
            keys,
            request,
            attempt,
        } = self;
        let released: Parameters<'_> = &[
            &request.user_id,
            &keys.realm,
            &request.operation,
            &request.key,
            &attempt,
        ];
        log(query::run(&keys.pool, RELEASE, released).await);
    }
}

/// Logs a failure after which a key stays claimed for a while.
fn log(noted: Result<u64, Error>) {
    if let Err(error) = noted {
        tracing::warn!(%error, "the outcome of a request with an Idempotency-Key was not noted");
    }
}

impl FromRow for Option<Record> {
    /// `None` if nothing is made yet.
    fn from_row(row: &Row) -> Result<Self, Error> {
        let made_id: Option<i64> = row.try_get("made_id")?;
        let hash: Option<&[u8]> = row.try_get("request_hash")?;
        let hash = hash.and_then(|hash| RequestHash::try_from(hash).ok());
        Ok(made_id.map(|made_id| Record { made_id, hash }))
    }
}

//! The lease that decides which replica consumes.
//!
//! A row of `consumers` is held until a time that its holder extends again and again. Every
//! transaction of the holder begins by doing so, and so locks the row: a replica that has lost
//! the lease, for example by being suspended, cannot write any more.
//!
//! # Why
//! Not an advisory lock: behind a pooler a session has no owner, and a connection that hangs
//! would hold the lock until TCP gives up.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, PgTimestamp, Transaction};
use crate::domain::Position;

/// How long a silent holder keeps the lease.
const LEASE_DURATION: Duration = Duration::from_secs(15);

/// A new consumer starts at the end of the log, since old messages need no notification.
const REGISTER_CONSUMER: &str = "
    INSERT INTO public.consumers (name, position)
    SELECT $1, h.position
    FROM public.log_head AS h
    ON CONFLICT (name) DO NOTHING";

const TAKE: &str = "
    UPDATE public.consumers AS c
    SET lease_holder = $2,
        lease_expires_at = now() + $3 * interval '1 second'
    WHERE c.name = $1
      AND (c.lease_holder = $2 OR c.lease_expires_at < now())
    RETURNING c.position, now() AS now";

const MOVE: &str = "
    UPDATE public.consumers AS c
    SET position = $2
    WHERE c.name = $1";

const RELEASE: &str = "
    UPDATE public.consumers AS c
    SET lease_holder = NULL,
        lease_expires_at = '-infinity'
    WHERE c.name = $1
      AND c.lease_holder = $2";

/// A replica's access to a consumer's row.
pub(super) struct Lease {
    connection: DbConnection,
    name: &'static str,
    holder: Uuid,
}

/// A transaction of the lease's holder.
pub(super) struct LeasedTransaction<'a> {
    pub(super) transaction: Transaction<'a>,
    /// The checkpoint: the last consumed event.
    pub(super) position: Position,
    /// The database's clock.
    pub(super) now: Timestamp,
    name: &'static str,
}

impl Lease {
    pub(super) async fn open(
        connector: &Connector,
        name: &'static str,
        holder: Uuid,
    ) -> Result<Self, Error> {
        let connection = connector.open("outbox").await?;
        let mut lease = Self {
            connection,
            name,
            holder,
        };
        let transaction = lease.connection.begin().await?;
        transaction.execute(REGISTER_CONSUMER, &[&name]).await?;
        transaction.commit().await?;
        Ok(lease)
    }

    /// Begins a transaction as the holder; `None` if another replica is the holder.
    pub(super) async fn take(&mut self) -> Result<Option<LeasedTransaction<'_>>, Error> {
        let (name, holder) = (self.name, self.holder);
        let transaction = self.connection.begin().await?;
        let taken = transaction
            .first(TAKE, &[&name, &holder, &LEASE_DURATION.as_secs_f64()])
            .await?;
        Ok(taken.map(|row| LeasedTransaction {
            transaction,
            position: row.get("position"),
            now: row.get::<_, PgTimestamp>("now").0,
            name,
        }))
    }

    /// Lets another replica take over at once.
    pub(super) async fn release(&mut self) -> Result<(), Error> {
        let transaction = self.connection.begin().await?;
        transaction
            .execute(RELEASE, &[&self.name, &self.holder])
            .await?;
        transaction.commit().await
    }
}

impl LeasedTransaction<'_> {
    /// Moves the checkpoint.
    pub(super) async fn move_to(&self, position: Position) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&self.name, &position.0];
        self.transaction.execute(MOVE, parameters).await.map(drop)
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await
    }
}

//! The lease that decides which replica consumes.
//!
//! A replica holds a row of `consumers` until a time, which each of its transactions first extends. This
//! also locks the row: a replica that has lost the lease, for example because it was suspended, cannot
//! write.
//!
//! # Why
//! An advisory lock would not do: behind a pooler a session has no owner, and a hanging connection
//! would hold the lock until TCP times out.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::db::query::Parameters;
use crate::db::{Connector, DbConnection, Error, RowExt as _, SharedConnection, Transaction};
use crate::domain::Position;

/// How long a holder keeps the lease without extending it.
const LEASE_DURATION: Duration = Duration::from_secs(15);

const REGISTER_CONSUMER: &str = include_str!("sql/register_consumer.sql");
const TAKE_LEASE: &str = include_str!("sql/take_lease.sql");
const MOVE_POSITION: &str = include_str!("sql/move_position.sql");
const RELEASE_LEASE: &str = include_str!("sql/release_lease.sql");

/// A replica's access to a consumer's row.
pub(super) struct Lease {
    connection: DbConnection,
    name: String,
    holder: Uuid,
}

/// A transaction of the lease's holder.
pub(super) struct LeasedTransaction<'a> {
    pub(super) transaction: Transaction<'a>,
    /// The position of the last event that was consumed.
    pub(super) position: Position,
    /// The database's clock.
    pub(super) now: Timestamp,
    name: &'a str,
}

impl Lease {
    pub(super) async fn open(
        connector: &Connector,
        name: &str,
        holder: Uuid,
    ) -> Result<Self, Error> {
        let connection = connector.open("outbox").await?;
        let mut lease = Self {
            connection,
            name: name.to_owned(),
            holder,
        };
        let transaction = lease.connection.begin().await?;
        transaction.execute(REGISTER_CONSUMER, &[&name]).await?;
        transaction.commit().await?;
        Ok(lease)
    }

    /// Begins a transaction as the holder; `None` if another replica is the holder.
    pub(super) async fn take(&mut self) -> Result<Option<LeasedTransaction<'_>>, Error> {
        let Self {
            connection,
            name,
            holder,
        } = self;
        let (name, holder) = (&**name, *holder);
        let transaction = connection.begin().await?;
        let taken = transaction
            .first(TAKE_LEASE, &[&name, &holder, &LEASE_DURATION.as_secs_f64()])
            .await?;
        let Some(row) = taken else { return Ok(None) };
        Ok(Some(LeasedTransaction {
            transaction,
            position: row.try_get("position")?,
            now: row.timestamp("now")?,
            name,
        }))
    }
}

/// Lets another replica take over at once. The holder's own connection may be within a transaction.
pub(super) async fn release(
    jobs: &SharedConnection,
    name: &str,
    holder: Uuid,
) -> Result<(), Error> {
    jobs.query(RELEASE_LEASE, &[&name, &holder]).await.map(drop)
}

impl LeasedTransaction<'_> {
    /// Moves the consumer's position.
    pub(super) async fn move_to(&self, position: Position) -> Result<(), Error> {
        let parameters: Parameters<'_> = &[&self.name, &position.0];
        self.transaction
            .execute(MOVE_POSITION, parameters)
            .await
            .map(drop)
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        self.transaction.commit().await
    }
}

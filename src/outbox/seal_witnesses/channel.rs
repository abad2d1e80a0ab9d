//! What is queued for witnesses, and sent to them.

use std::time::Duration;

use futures::future::BoxFuture;
use metrics::counter;
use tokio_postgres::Row;

use super::witness::{OpenWitnesses, TimeStamp, Witness, WitnessedSeal};
use crate::db::query::Parameters;
use crate::db::{Error, FromRow, Transaction};
use crate::domain::Event;
use crate::outbox::channel::{Attempt, Channel, Enqueued, Failure, Reading, Run};
use crate::telemetry::metrics::SEAL_WITNESS_ATTEMPTS;

const ENQUEUE: &str = include_str!("sql/enqueue.sql");
const NEWEST: &str = include_str!("sql/newest.sql");
const RECORD: &str = include_str!("sql/record.sql");
const RECORD_STAMP: &str = include_str!("sql/record_stamp.sql");

/// What a witness has now.
pub struct Witnessed {
    /// It has the seals up to this position.
    position: i64,
    time_stamp: Option<TimeStamp>,
}

/// The channel of witnesses.
pub struct SealWitnesses(Vec<Witness>);

impl SealWitnesses {
    /// Hands seals to these.
    pub fn new(witnesses: OpenWitnesses) -> Self {
        Self(witnesses.0)
    }

    fn witness(&self, run: &Run) -> Option<&Witness> {
        let mut witnesses = self.0.iter();
        witnesses.find(|witness| witness.name == run.receiver)
    }
}

impl FromRow for WitnessedSeal {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            from_position: row.try_get("from_position")?,
            to_position: row.try_get("to_position")?,
            hash: row.try_get("hash")?,
            sealed_at: row.try_get("sealed_at")?,
        })
    }
}

impl Channel for SealWitnesses {
    const NAME: &'static str = "seal_witnesses";
    const MAX_ATTEMPTS: usize = 16;
    const REPEATS_INTERRUPTED: bool = true;

    type Content = WitnessedSeal;
    type Report = Witnessed;

    /// Seals are made some seconds after events: what causes deliveries are seals.
    async fn enqueue(
        &mut self,
        _transaction: &Transaction<'_>,
        _events: &[Event],
    ) -> Result<Enqueued, Error> {
        Ok(Enqueued::default())
    }

    async fn enqueue_requests(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let (names, pauses): (Vec<&str>, Vec<f64>) = self
            .0
            .iter()
            .map(|witness| (&*witness.name, witness.pause.as_secs_f64()))
            .unzip();
        let parameters: Parameters<'_> = &[&Self::NAME, &names, &pauses];
        transaction.execute(ENQUEUE, parameters).await?;
        Ok(())
    }

    /// The newest seal for each, also for one that was queued for an older seal. A witness that is no longer
    /// configured gets nothing.
    async fn read(
        &mut self,
        transaction: &Transaction<'_>,
        runs: &[Run],
    ) -> Result<Vec<Reading<WitnessedSeal>>, Error> {
        let row = transaction.first(NEWEST, &[]).await?;
        let newest = row.as_ref().map(WitnessedSeal::from_row).transpose()?;
        let readings = runs.iter().map(|run| match (&newest, self.witness(run)) {
            (Some(seal), Some(_)) => Reading::Send(seal.clone()),
            _ => Reading::Nothing,
        });
        Ok(readings.collect())
    }

    fn send(&self, run: Run, seal: WitnessedSeal) -> BoxFuture<'static, Attempt<Witnessed>> {
        let witness = self.witness(&run).cloned();
        Box::pin(async move {
            let position = seal.to_position;
            let reached = |time_stamp| Witnessed {
                position,
                time_stamp,
            };
            let Some(witness) = witness else {
                return run.sent(reached(None));
            };
            let id = run.deliveries[0].id.to_string();
            let sent = witness.send(&id, &seal, run.attempts).await;
            let outcome = if sent.is_ok() { "accepted" } else { "failed" };
            counter!(SEAL_WITNESS_ATTEMPTS, "outcome" => outcome).increment(1);
            match sent {
                Ok(time_stamp) => run.sent(reached(time_stamp)),
                Err(failure) => {
                    warn(&witness, &run, &failure);
                    run.failed(0, failure, reached(None))
                }
            }
        })
    }

    async fn record(
        &mut self,
        transaction: &Transaction<'_>,
        attempts: &[Attempt<Witnessed>],
    ) -> Result<(), Error> {
        let reached = attempts.iter().filter(|attempt| attempt.failure.is_none());
        let (names, positions): (Vec<&str>, Vec<i64>) = reached
            .clone()
            .map(|attempt| (&*attempt.run.receiver, attempt.report.position))
            .unzip();
        if !names.is_empty() {
            let parameters: Parameters<'_> = &[&names, &positions];
            transaction.execute(RECORD, parameters).await?;
        }
        for attempt in reached {
            let Witnessed {
                position,
                time_stamp: Some(TimeStamp { seal, reply }),
            } = &attempt.report
            else {
                continue;
            };
            let parameters: Parameters<'_> = &[&attempt.run.receiver, position, seal, reply];
            transaction.execute(RECORD_STAMP, parameters).await?;
        }
        Ok(())
    }
}

fn warn(witness: &Witness, run: &Run, failure: &Failure) {
    tracing::warn!(
        witness = witness.name,
        attempts = run.attempts + 1,
        reason = failure.reason,
        retry_in = ?Duration::from_secs(failure.wait.as_secs()),
        "a witness did not take the newest seal"
    );
}

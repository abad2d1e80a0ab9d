//! Runs a consumer where it is this replica's turn.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::consumer::Consumer;
use super::lease::{Lease, LeasedTransaction};
use crate::db::{Connector, Error};
use crate::domain::Event;
use crate::log::{LogWakeup, read};

/// Events of one transaction.
const PAGE: i64 = 500;
/// How long to wait for a bell before looking all the same, which puts off the lease's end too.
const LOOK: Duration = Duration::from_secs(5);
/// The least time between two transactions, so that a busy log is not answered by a commit of
/// ours for each of its own.
const PACE: Duration = Duration::from_millis(100);
/// How often a replica whose turn it is not asks whether it is.
const LEASE_POLL_INTERVAL: Duration = Duration::from_secs(3);
/// How long a transaction may take before its connection is given up: less than a lease.
const PATIENCE: Duration = Duration::from_secs(10);
const BACKOFF: Duration = Duration::from_secs(2);

/// The task that consumes.
pub struct Runner<C> {
    connector: Connector,
    bell: LogWakeup,
    consumer: C,
    holder: Uuid,
    /// What was said last: a failure that lasts is told once.
    complaint: String,
}

impl<C: Consumer> Runner<C> {
    /// Runs `consumer` over the log at `connector`, woken by `bell`.
    pub fn new(connector: Connector, bell: LogWakeup, consumer: C) -> Self {
        Self {
            connector,
            bell,
            consumer,
            holder: Uuid::now_v7(),
            complaint: String::new(),
        }
    }

    /// Consumes until told to stop, whenever it is this replica's turn.
    pub async fn run(mut self, stop: CancellationToken) {
        while let Some(outcome) = stop.run_until_cancelled(self.run_as_candidate()).await {
            let Err(error) = outcome;
            self.consumer.abandon();
            self.complain(&error);
            if stop.run_until_cancelled(sleep(BACKOFF)).await.is_none() {
                break;
            }
        }
        self.release_lease().await;
    }

    fn complain(&mut self, error: &Error) {
        let complaint = error.to_string();
        if complaint != self.complaint {
            tracing::error!(
                consumer = C::NAME,
                error = complaint,
                "the log is not consumed"
            );
            self.complaint = complaint;
        }
    }

    /// One connection's life; returns only with an error.
    async fn run_as_candidate(&mut self) -> Result<std::convert::Infallible, Error> {
        let mut lease = Lease::open(&self.connector, C::NAME, self.holder).await?;
        loop {
            let began = Instant::now();
            let step = timeout(PATIENCE, step(&mut lease, &mut self.consumer)).await;
            let step = step.map_err(|_| Error::Unavailable("consuming took too long".into()))??;
            self.complaint.clear();
            match step {
                Step::More => {}
                Step::CaughtUp(look) => {
                    tokio::select! {
                        () = self.bell.notified() => {}
                        () = self.consumer.poll_external() => {}
                        () = sleep(look) => {}
                    }
                    sleep_until(began + PACE).await;
                }
                Step::NotOurs => {
                    self.consumer.abandon();
                    sleep(LEASE_POLL_INTERVAL).await;
                }
            }
        }
    }

    /// So that another replica need not wait for the lease to run out.
    async fn release_lease(self) {
        let resigning = async {
            let mut lease = Lease::open(&self.connector, C::NAME, self.holder).await?;
            lease.release().await
        };
        if let Ok(Err(error)) = timeout(BACKOFF, resigning).await {
            tracing::debug!(consumer = C::NAME, %error, "the lease was left to run out");
        }
    }
}

enum Step {
    /// There is more to read.
    More,
    /// Look again after that long.
    CaughtUp(Duration),
    /// Another replica holds the lease.
    NotOurs,
}

/// One transaction.
async fn step<C: Consumer>(lease: &mut Lease, consumer: &mut C) -> Result<Step, Error> {
    let Some(held) = lease.take().await? else {
        return Ok(Step::NotOurs);
    };
    let step = consume(&held, consumer).await?;
    consumer.record_results(&held.transaction).await?;
    held.commit().await?;
    Ok(step)
}

async fn consume<C: Consumer>(
    held: &LeasedTransaction<'_>,
    consumer: &mut C,
) -> Result<Step, Error> {
    let mut events = read::after(&held.transaction, held.position, PAGE).await?;
    let is_full = i64::try_from(events.len()).is_ok_and(|read| read >= PAGE);
    let unsettled = settle(&mut events, held.now, C::SETTLED);
    if let Some(last) = events.last() {
        consumer.consume(&held.transaction, &events).await?;
        held.move_to(last.position).await?;
    }
    Ok(match unsettled {
        Some(wait) => Step::CaughtUp(wait.min(LOOK)),
        None if is_full => Step::More,
        None => Step::CaughtUp(LOOK),
    })
}

/// Leaves out what is not old enough, and all that comes after it; how long until it is.
fn settle(events: &mut Vec<Event>, now: Timestamp, age: Duration) -> Option<Duration> {
    // The time of an event that was typed by hand may be any, to come as well.
    let missing = |event: &Event| {
        let is = Duration::try_from(now.duration_since(event.recorded_at)).ok()?;
        age.checked_sub(is).filter(|missing| !missing.is_zero())
    };
    let first = events.iter().position(|event| missing(event).is_some())?;
    let wait = missing(&events[first]);
    events.truncate(first);
    wait
}

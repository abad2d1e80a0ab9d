//! Runs a consumer while this replica holds its lease.

use std::convert::Infallible;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use uuid::Uuid;

use crate::db::{Connector, Error, SharedConnection};
use crate::domain::Event;
use crate::log::{LogWakeup, read};
use crate::outbox::consumer::Consumer;
use crate::outbox::lease::{self, Lease};
use crate::workers::{Health, Worker};

/// Events per transaction.
const PAGE: i64 = 500;
/// How long to wait for a notification before the next transaction, which also extends the lease.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// The least time between two transactions, so that a busy log does not cause a commit of the
/// consumer for each append.
const MIN_INTERVAL: Duration = Duration::from_millis(100);
/// How often a replica without the lease tries to take it.
const LEASE_POLL_INTERVAL: Duration = Duration::from_secs(3);
/// The limit of a transaction before its connection is given up: shorter than a lease.
const TRANSACTION_TIMEOUT: Duration = Duration::from_secs(10);
/// The limit for releasing the lease at shutdown.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(2);

/// The worker that runs a consumer.
pub struct Runner<C> {
    connector: Connector,
    /// Releases the lease at the end.
    jobs: SharedConnection,
    wakeup: LogWakeup,
    consumer: C,
    /// The key of the consumer.
    key: String,
    holder: Uuid,
}

impl<C: Consumer> Runner<C> {
    /// Runs `consumer` over the log at `connector`.
    pub fn new(
        connector: Connector,
        jobs: SharedConnection,
        wakeup: LogWakeup,
        consumer: C,
    ) -> Self {
        Self {
            connector,
            jobs,
            wakeup,
            key: consumer.key().to_owned(),
            consumer,
            holder: Uuid::now_v7(),
        }
    }
}

impl<C: Consumer> Worker for Runner<C> {
    const NAME: &'static str = C::NAME;
    type Error = Error;

    async fn run(&mut self, health: &Health) -> Result<Infallible, Error> {
        let mut lease = Lease::open(&self.connector, &self.key, self.holder).await?;
        loop {
            let started = Instant::now();
            let step = timeout(TRANSACTION_TIMEOUT, step(&mut lease, &mut self.consumer)).await;
            let step = step.map_err(|_| {
                Error::Unavailable("the transaction of a consumer took too long".into())
            })??;
            health.working();
            match step {
                Step::More => {}
                Step::CaughtUp(pause) => {
                    tokio::select! {
                        () = self.wakeup.notified() => {}
                        () = self.consumer.poll_external() => {}
                        () = sleep(pause) => {}
                    }
                    sleep_until(started + MIN_INTERVAL).await;
                }
                // Further events are younger still.
                Step::Unsettled(pause) => {
                    tokio::select! {
                        () = self.consumer.poll_external() => {}
                        () = sleep(pause) => {}
                    }
                    sleep_until(started + MIN_INTERVAL).await;
                }
                Step::NotLeased => {
                    self.consumer.abandon();
                    sleep(LEASE_POLL_INTERVAL).await;
                }
            }
        }
    }

    fn reset(&mut self) {
        self.consumer.abandon();
    }

    /// Releases the lease, so that another replica need not wait for its end.
    async fn shut_down(self) {
        let releasing = lease::release(&self.jobs, &self.key, self.holder);
        if let Ok(Err(error)) = timeout(RELEASE_TIMEOUT, releasing).await {
            tracing::debug!(consumer = self.key, %error, "the lease was left to expire");
        }
    }
}

enum Step {
    /// There are more events to read.
    More,
    /// The next transaction is due after this time, or when there is an event.
    CaughtUp(Duration),
    /// The next event will be old enough after this time.
    Unsettled(Duration),
    /// Another replica holds the lease.
    NotLeased,
}

/// Runs one transaction.
async fn step<C: Consumer>(lease: &mut Lease, consumer: &mut C) -> Result<Step, Error> {
    let Some(leased) = lease.take().await? else {
        return Ok(Step::NotLeased);
    };
    let mut events = if consumer.has_room() {
        read::after(&leased.transaction, leased.position, PAGE).await?
    } else {
        Vec::new()
    };
    let is_full = i64::try_from(events.len()).is_ok_and(|read| read >= PAGE);
    let unsettled = keep_settled(&mut events, leased.now, C::SETTLED);
    consumer.process(&leased.transaction, &events).await?;
    if let Some(last) = events.last() {
        leased.move_to(last.position).await?;
    }
    leased.commit().await?;
    Ok(match unsettled {
        Some(wait) => Step::Unsettled(wait.min(POLL_INTERVAL)),
        None if is_full => Step::More,
        None => Step::CaughtUp(POLL_INTERVAL),
    })
}

/// Drops the first event that is younger than `age` and all after it. Returns how long until
/// that event is old enough.
fn keep_settled(events: &mut Vec<Event>, now: Timestamp, age: Duration) -> Option<Duration> {
    // Manual SQL may insert events with any time, including a future one.
    let missing = |event: &Event| {
        let actual = Duration::try_from(now.duration_since(event.recorded_at)).ok()?;
        age.checked_sub(actual).filter(|missing| !missing.is_zero())
    };
    let first = events.iter().position(|event| missing(event).is_some())?;
    let wait = missing(&events[first]);
    events.truncate(first);
    wait
}

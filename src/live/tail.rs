//! Follows the end of the log: one reader per replica, whatever the number of subscribers.

use std::sync::Arc;
use std::time::Duration;

use metrics::{counter, gauge};
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::Hub;
use crate::domain::{Cursor, Event};
use crate::store::read::LogReader;
use crate::store::{Bell, Connector, Error};

/// How long to wait for a bell before looking all the same.
const POLL: Duration = Duration::from_secs(1);
/// How long a look at the log may take before its connection is given up.
const READ: Duration = Duration::from_secs(5);
/// Events read at once.
const PAGE: i64 = 1000;
const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(50)..Duration::from_secs(2);

/// When the tail last saw the end of the log.
#[derive(Clone)]
pub struct TailHealth(Arc<Mutex<Instant>>);

impl TailHealth {
    /// A replica that has not seen the end of the log for this long is not ready.
    pub const BOUND: Duration = Duration::from_secs(5);

    /// How long ago that was.
    pub fn behind(&self) -> Duration {
        self.0.lock().elapsed()
    }
}

/// The task that reads the log and feeds the hub.
pub struct Tail {
    connector: Connector,
    bell: Bell,
    hub: Arc<Hub>,
    head: Cursor,
    seen: TailHealth,
}

/// Why a look at the log failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] Error),
    #[error("reading the log took too long")]
    TooLong,
    #[error("the log has a gap: after {after} comes {next}")]
    Gap { after: i64, next: i64 },
}

impl Tail {
    /// A tail at the end of the log, and the hub it feeds.
    pub async fn open(connector: Connector, bell: Bell) -> Result<(Self, Arc<Hub>), Error> {
        let head = LogReader::open(&connector).await?.head().await?;
        let hub = Hub::new(head);
        let seen = TailHealth(Arc::new(Mutex::new(Instant::now())));
        Ok((
            Self {
                connector,
                bell,
                hub: hub.clone(),
                head,
                seen,
            },
            hub,
        ))
    }

    /// How far behind it is, for `/ready`.
    pub fn health(&self) -> TailHealth {
        self.seen.clone()
    }

    /// Follows the log until told to stop, through any number of lost connections.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut backoff = BACKOFF.start;
        loop {
            let started = Instant::now();
            let outcome = stop.run_until_cancelled(self.follow()).await;
            let Some(Err(failure)) = outcome else { return };
            if started.elapsed() > BACKOFF.end {
                backoff = BACKOFF.start;
            }
            counter!("vestnik_tail_failures_total").increment(1);
            tracing::error!(error = %failure, event.position = self.head.position.0, "the tail of the log is not followed");
            let jittered = backoff.mul_f64(rand::random_range(0.5..1.5));
            if stop.run_until_cancelled(sleep(jittered)).await.is_none() {
                return;
            }
            backoff = (backoff * 2).min(BACKOFF.end);
        }
    }

    /// One connection's life; returns only with an error.
    async fn follow(&mut self) -> Result<(), Failure> {
        let reader = LogReader::open(&self.connector).await?;
        loop {
            self.catch_up(&reader).await?;
            *self.seen.0.lock() = Instant::now();
            match timeout(POLL, self.bell.ring()).await {
                Ok(()) => counter!("vestnik_bells_total").increment(1),
                Err(_) => counter!("vestnik_polls_total").increment(1),
            }
        }
    }

    /// Reads until there is no more.
    async fn catch_up(&mut self, reader: &LogReader) -> Result<(), Failure> {
        loop {
            let page = reader.from(self.head.position, PAGE);
            let mut events = timeout(READ, page).await.map_err(|_| Failure::TooLong)??;
            let is_full = i64::try_from(events.len()).is_ok_and(|read| read >= PAGE);
            if self.head != Cursor::START {
                // The page begins with the event that is already known, if this is the same log.
                if events.first().map(Event::cursor) != Some(self.head) {
                    return self.start_anew(reader).await;
                }
                events.remove(0);
            }
            self.require_no_gap(&events)?;
            if let Some(last) = events.last() {
                self.head = last.cursor();
                if events.len() > 1 || is_full {
                    tracing::trace!(events = events.len(), "read a page of the log");
                }
                self.hub.publish(events);
                gauge!("vestnik_tail_position").set(self.head.position.0 as f64);
            }
            if !is_full {
                return Ok(());
            }
        }
    }

    fn require_no_gap(&self, events: &[Event]) -> Result<(), Failure> {
        let mut after = self.head.position;
        for event in events {
            if event.position != after.next() {
                return Err(Failure::Gap {
                    after: after.0,
                    next: event.position.0,
                });
            }
            after = event.position;
        }
        Ok(())
    }

    /// The event last seen is not in the log any more: a failover to a standby that had
    /// lost a tail, a restored backup, another database.
    async fn start_anew(&mut self, reader: &LogReader) -> Result<(), Failure> {
        let head = reader.head().await?;
        counter!("vestnik_log_resets_total").increment(1);
        tracing::error!(
            event.position = self.head.position.0,
            log.head = head.position.0,
            "the log is not the one it was: all streams start anew from its head"
        );
        self.head = head;
        self.hub.reset(head);
        Ok(())
    }
}

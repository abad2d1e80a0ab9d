//! Reads the end of the log: one reader per replica, whatever the number of subscribers.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::hub::Hub;
use super::metrics::METRICS;
use crate::db::{Connector, Error};
use crate::domain::{Cursor, Event, RealmPolicy};
use crate::log::LogWakeup;
use crate::log::read::LogReader;
use crate::telemetry::traces;

/// How long to wait for a notification before reading anyway.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How long one read may take before the connection is given up.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause after a notification without an event: the first, and the longest. Every login of
/// the database may send notifications.
const FALSE_NOTIFICATION_PAUSE: std::ops::Range<Duration> =
    Duration::from_millis(10)..Duration::from_millis(100);
/// Events read at once.
const PAGE: i64 = 1000;
const BACKOFF: std::ops::Range<Duration> = Duration::from_millis(50)..Duration::from_secs(2);

/// When the tail last saw the end of the log.
#[derive(Clone)]
pub struct TailLag(Arc<Mutex<Instant>>);

impl TailLag {
    /// A replica that has not seen the end of the log for this long is not ready.
    pub const BOUND: Duration = Duration::from_secs(5);

    /// How long ago that was.
    pub fn elapsed(&self) -> Duration {
        self.0.lock().elapsed()
    }
}

/// The task that reads the log and feeds the hub.
pub struct Tail {
    connector: Connector,
    wakeup: LogWakeup,
    hub: Arc<Hub>,
    head: Cursor,
    seen: TailLag,
}

/// Why reading the log failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] Error),
    #[error("reading the log took too long")]
    ReadTimeout,
    #[error("the log has a gap: after {after} comes {next}")]
    Gap { after: i64, next: i64 },
}

impl Tail {
    /// A tail at the end of the log, and the hub it feeds.
    pub async fn open(
        connector: Connector,
        wakeup: LogWakeup,
        policies: &[RealmPolicy],
    ) -> Result<(Self, Arc<Hub>), Error> {
        let head = LogReader::open(&connector).await?.head().await?;
        let hub = Hub::new(head, policies);
        let seen = TailLag(Arc::new(Mutex::new(Instant::now())));
        Ok((
            Self {
                connector,
                wakeup,
                hub: hub.clone(),
                head,
                seen,
            },
            hub,
        ))
    }

    /// How far behind it is, for `/ready`.
    pub fn health(&self) -> TailLag {
        self.seen.clone()
    }

    /// How far behind it is, for the metrics.
    pub fn gauges(&self) -> Gauges {
        METRICS.position.set(self.head.position.0 as f64);
        Gauges {
            hub: self.hub.clone(),
            wakeup: self.wakeup.clone(),
            seen: self.health(),
        }
    }

    /// Reads the log until stopped, through any number of lost connections.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut backoff = BACKOFF.start;
        loop {
            let started = Instant::now();
            let outcome = stop.run_until_cancelled(self.follow()).await;
            let Some(Err(failure)) = outcome else { return };
            if started.elapsed() > BACKOFF.end {
                backoff = BACKOFF.start;
            }
            METRICS.failures.increment(1);
            tracing::error!(error = %failure, event.position = self.head.position.0, "the log cannot be read");
            let jittered = backoff.mul_f64(rand::random_range(0.5..1.5));
            if stop.run_until_cancelled(sleep(jittered)).await.is_none() {
                return;
            }
            backoff = (backoff * 2).min(BACKOFF.end);
        }
    }

    /// Reads over one connection; returns only with an error.
    async fn follow(&mut self) -> Result<(), Failure> {
        let reader = LogReader::open(&self.connector).await?;
        let mut is_poll = false;
        let mut pause = Duration::ZERO;
        loop {
            let before = self.head;
            let announced = self.wakeup.head();
            self.catch_up(&reader).await?;
            *self.seen.0.lock() = Instant::now();
            let has_found = self.head != before;
            if is_poll && has_found {
                METRICS.polls_needed.increment(1);
                self.wakeup.report_missed();
            }
            if !has_found && announced > self.head.position {
                // Another database session sent the notification with a head that does not exist.
                self.wakeup.disprove(announced, self.head.position);
                pause =
                    (pause * 2).clamp(FALSE_NOTIFICATION_PAUSE.start, FALSE_NOTIFICATION_PAUSE.end);
                sleep(pause).await;
            } else if has_found {
                pause = Duration::ZERO;
            }
            is_poll = timeout(POLL_INTERVAL, self.rung()).await.is_err();
            if is_poll {
                METRICS.polls.increment(1);
            }
        }
    }

    /// Waits for a notification of more than was read.
    async fn rung(&mut self) {
        loop {
            self.wakeup.notified().await;
            if self.wakeup.announces_more_than(self.head.position) {
                return;
            }
        }
    }

    /// Reads until there is no more.
    async fn catch_up(&mut self, reader: &LogReader) -> Result<(), Failure> {
        loop {
            let page = reader.from(self.head.position, PAGE);
            let mut events = timeout(READ_TIMEOUT, page)
                .await
                .map_err(|_| Failure::ReadTimeout)??;
            let is_full = i64::try_from(events.len()).is_ok_and(|read| read >= PAGE);
            if self.head != Cursor::START {
                // The page starts with the event that is already known, if this is the same log.
                if events.first().map(Event::cursor) != Some(self.head) {
                    return self.restart_from_head(reader).await;
                }
                events.remove(0);
            }
            self.require_no_gap(&events)?;
            if let Some(last) = events.last() {
                self.head = last.cursor();
                if events.len() > 1 || is_full {
                    tracing::trace!(events = events.len(), "read a page of the log");
                }
                METRICS.delay.record(age(last));
                let span = traces::span(|| {
                    tracing::info_span!(
                        "publish",
                        events = events.len(),
                        event.position = self.head.position.0
                    )
                });
                span.in_scope(|| self.hub.publish(events));
                METRICS.position.set(self.head.position.0 as f64);
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

    /// The event read last is no longer in the log: after a failover to a standby that had lost
    /// a tail, a restored backup, or with another database.
    async fn restart_from_head(&mut self, reader: &LogReader) -> Result<(), Failure> {
        let head = reader.head().await?;
        METRICS.resets.increment(1);
        tracing::error!(
            event.position = self.head.position.0,
            log.head = head.position.0,
            "the log was replaced: all streams restart from its head"
        );
        self.head = head;
        self.wakeup.set_head(head.position);
        self.hub.reset(head);
        METRICS.position.set(head.position.0 as f64);
        Ok(())
    }
}

/// Seconds since an event was recorded; the clocks of two machines may differ.
fn age(event: &Event) -> f64 {
    let age = Timestamp::now().duration_since(event.recorded_at);
    age.as_secs_f64().max(0.0)
}

/// Gauges that are computed when metrics are read.
pub struct Gauges {
    hub: Arc<Hub>,
    wakeup: LogWakeup,
    seen: TailLag,
}

impl Gauges {
    /// Updates the gauges of the lag.
    pub fn refresh(&self) {
        let ahead = self.wakeup.head().0 - self.hub.head().position.0;
        METRICS.lag_events.set(ahead.max(0) as f64);
        METRICS.lag_seconds.set(self.seen.elapsed().as_secs_f64());
    }
}

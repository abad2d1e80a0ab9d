//! Follows the end of the log: one reader per replica, for any number of subscribers.
//!
//! While it is up to date it takes new events from the notifications that carry them. It reads the log
//! if they leave a gap, after a reconnection, and whenever no notification has arrived for a second.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use metrics::{counter, gauge, histogram};
use parking_lot::Mutex;
use tokio::time::{Instant, sleep, timeout};

use crate::db::{Connector, Error};
use crate::domain::{Cursor, Event, RealmPolicy};
use crate::live::hub::Hub;
use crate::log::LogWakeup;
use crate::log::read::LogReader;
use crate::telemetry::metrics::{
    LOG_RESETS, POLLS, POLLS_NEEDED, TAIL_DELAY, TAIL_LAG_EVENTS, TAIL_LAG_SECONDS, TAIL_POSITION,
};
use crate::telemetry::traces;
use crate::workers::{Health, Worker};

/// How long to wait for a notification before reading the log anyway.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How long reading a page may take before its connection is closed.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to pause after a notification that announced nothing, first and at most. Every login
/// of the database can send one.
const FALSE_ALARM_PAUSE: std::ops::Range<Duration> =
    Duration::from_millis(10)..Duration::from_millis(100);
/// Events per page.
const PAGE: i64 = 1000;

/// When the tail last saw the end of the log.
#[derive(Clone)]
pub struct TailLag(Arc<Mutex<Instant>>);

impl TailLag {
    /// A replica that has not seen the end of the log for this long is not ready.
    pub const BOUND: Duration = Duration::from_secs(5);

    /// The time since the tail last saw the end of the log.
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
    lag: TailLag,
    /// The one that has read the head, for the first run.
    reader: Option<LogReader>,
}

/// Why reading the log failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Database(#[from] Error),
    #[error("reading the log took too long")]
    ReadTimeout,
    #[error("the log has a gap: {next} follows {after}")]
    Gap { after: i64, next: i64 },
}

impl Tail {
    /// A tail at the end of the log, and the hub it feeds.
    pub async fn open(
        connector: Connector,
        wakeup: LogWakeup,
        policies: &[RealmPolicy],
    ) -> Result<(Self, Arc<Hub>), Error> {
        let reader = LogReader::open(&connector).await?;
        let head = reader.head().await?;
        let hub = Hub::new(head, policies);
        gauge!(TAIL_POSITION).set(head.position.0 as f64);
        let tail = Self {
            connector,
            wakeup,
            hub: hub.clone(),
            head,
            lag: TailLag(Arc::new(Mutex::new(Instant::now()))),
            reader: Some(reader),
        };
        Ok((tail, hub))
    }

    /// The lag of the tail, for readiness.
    pub fn lag(&self) -> TailLag {
        self.lag.clone()
    }

    /// The lag of the tail, for the metrics.
    pub fn metrics(&self) -> TailMetrics {
        TailMetrics {
            hub: self.hub.clone(),
            wakeup: self.wakeup.clone(),
            lag: self.lag(),
        }
    }

    /// Publishes the events that notifications carry, until the log must be read. Returns whether
    /// that is because no notification has arrived for a while.
    async fn follow_notifications(&mut self) -> bool {
        while timeout(POLL_INTERVAL, self.notified()).await.is_ok() {
            let must_read = self.wakeup.take_must_read();
            self.take_carried();
            if must_read || self.wakeup.head() > self.head.position {
                return false;
            }
            self.seen_end();
        }
        true
    }

    /// Waits for a notification of events that were not read.
    async fn notified(&mut self) {
        loop {
            self.wakeup.notified().await;
            if self.wakeup.must_read() || self.wakeup.head() > self.head.position {
                return;
            }
        }
    }

    /// Publishes carried events that continue the log where this tail has read it.
    fn take_carried(&mut self) {
        while let Some(carried) = self.wakeup.take_carried() {
            if carried.after == self.head
                && let Some(events) = carried.events()
            {
                self.publish(events);
            }
        }
    }

    /// Hands events that follow the last known one to the hub.
    fn publish(&mut self, events: Vec<Event>) {
        let Some(last) = events.last() else { return };
        self.head = last.cursor();
        histogram!(TAIL_DELAY).record(age(last));
        let span = traces::span(|| {
            tracing::info_span!(
                "publish",
                events = events.len(),
                event.position = self.head.position.0
            )
        });
        span.in_scope(|| self.hub.publish(events));
        gauge!(TAIL_POSITION).set(self.head.position.0 as f64);
    }

    /// The end of the log has been seen, for [`TailLag`].
    fn seen_end(&self) {
        *self.lag.0.lock() = Instant::now();
    }

    /// Reads up to the end of the log.
    async fn catch_up(&mut self, reader: &LogReader) -> Result<(), Failure> {
        loop {
            let page = reader.from(self.head.position, PAGE);
            let mut events = timeout(READ_TIMEOUT, page)
                .await
                .map_err(|_| Failure::ReadTimeout)??;
            let is_full = i64::try_from(events.len()).is_ok_and(|read| read >= PAGE);
            if self.head != Cursor::START {
                // The page begins with the last known event, if this is still the same log.
                if events.first().map(Event::cursor) != Some(self.head) {
                    return self.restart_from_head(reader).await;
                }
                events.remove(0);
            }
            self.require_no_gap(&events)?;
            if events.len() > 1 || is_full {
                tracing::trace!(events = events.len(), "read a page of the log");
            }
            self.publish(events);
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

    /// Continues at the head of a log that lacks the last known event: a failover to a standby that
    /// had lost the last events, a restored backup, or another database.
    async fn restart_from_head(&mut self, reader: &LogReader) -> Result<(), Failure> {
        let head = reader.head().await?;
        counter!(LOG_RESETS).increment(1);
        tracing::error!(
            event.position = self.head.position.0,
            log.head = head.position.0,
            "the log was replaced: all streams restart from its head"
        );
        self.head = head;
        self.wakeup.set_head(head.position);
        self.hub.reset(head);
        gauge!(TAIL_POSITION).set(head.position.0 as f64);
        Ok(())
    }
}

impl Worker for Tail {
    const NAME: &'static str = "tail";
    type Error = Failure;

    /// Follows the log over one connection.
    async fn run(&mut self, health: &Health) -> Result<Infallible, Failure> {
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => LogReader::open(&self.connector).await?,
        };
        let mut is_poll = false;
        let mut pause = Duration::ZERO;
        loop {
            let before = self.head;
            let announced = self.wakeup.head();
            self.catch_up(&reader).await?;
            self.seen_end();
            health.working();
            let has_found = self.head != before;
            if is_poll && has_found {
                counter!(POLLS_NEEDED).increment(1);
                self.wakeup.report_missed();
            }
            if !has_found && announced > self.head.position {
                // Another login sent the notification, with a wrong head.
                self.wakeup.disprove(announced, self.head.position);
                pause = (pause * 2).clamp(FALSE_ALARM_PAUSE.start, FALSE_ALARM_PAUSE.end);
                sleep(pause).await;
            } else if has_found {
                pause = Duration::ZERO;
            }
            is_poll = self.follow_notifications().await;
            if is_poll {
                counter!(POLLS).increment(1);
            }
        }
    }
}

/// Seconds since an event was recorded; the clocks of the two machines may differ.
fn age(event: &Event) -> f64 {
    let age = Timestamp::now().duration_since(event.recorded_at);
    age.as_secs_f64().max(0.0)
}

/// The gauges of the tail's lag.
pub struct TailMetrics {
    hub: Arc<Hub>,
    wakeup: LogWakeup,
    lag: TailLag,
}

impl TailMetrics {
    /// Sets the gauges.
    pub fn record(&self) {
        let ahead = self.wakeup.head().0 - self.hub.head().position.0;
        gauge!(TAIL_LAG_EVENTS).set(ahead.max(0) as f64);
        gauge!(TAIL_LAG_SECONDS).set(self.lag.elapsed().as_secs_f64());
    }
}

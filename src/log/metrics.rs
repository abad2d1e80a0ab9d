//! What the store counts. Registered once, so that counting is an atomic addition.

use std::sync::LazyLock;

use metrics::{Counter, Gauge, Histogram};
use tokio::sync::mpsc;

use crate::db::{Error, Pool};
use crate::domain::{AppendOutcome, Rejection};
use crate::log::append::Pending;
use crate::telemetry::metrics::{counter, counters, gauge, gauges, histogram};

/// Why a draft was not appended, beside the codes of [`Rejection`].
const REASONS: [&str; 4] = ["queue_full", "shutting_down", "unavailable", "database"];

/// Counts what the writer, the listener and the pool do.
pub(crate) struct Metrics {
    events: Counter,
    repeats: Counter,
    pub(crate) batches: Counter,
    pub(crate) batch_size: Histogram,
    pub(crate) seconds: Histogram,
    pub(crate) retries: Counter,
    pub(crate) splits: Counter,
    rejected: [Counter; Rejection::ALL.len()],
    refused: [Counter; REASONS.len()],
    pub(crate) unreadable: Counter,
    pub(crate) bells: Counter,
    pub(crate) listener_failures: Counter,
    pub(crate) calls_lost: Counter,
    pub(crate) signals_refused: [Counter; 2],
    pub(crate) checkpoint_failures: Counter,
    pub(crate) pool_timeouts: Counter,
    queue_depth: Gauge,
    queue_capacity: Gauge,
    pool: [Gauge; 2],
    pool_max: Gauge,
    pool_waiting: Gauge,
}

pub(crate) static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    const REFUSED: &str = "vestnik_append_refused_total";
    const REFUSED_HELP: &str = "Drafts that were not appended, by the reason's code";
    Metrics {
        events: counter(
            "vestnik_append_events_total",
            "Events this replica appended",
        ),
        repeats: counter(
            "vestnik_append_repeats_total",
            "Sends that were answered with the message an earlier one had made",
        ),
        batches: counter(
            "vestnik_append_batches_total",
            "Transactions in which drafts were appended",
        ),
        batch_size: histogram("vestnik_append_batch_size", "Drafts in one transaction"),
        seconds: histogram(
            "vestnik_append_seconds",
            "From taking a batch to its answer, attempts that failed included",
        ),
        retries: counter(
            "vestnik_append_retries_total",
            "Batches sent again because Postgres was away",
        ),
        splits: counter(
            "vestnik_append_splits_total",
            "Batches refused as a whole and tried one by one",
        ),
        rejected: counters(
            REFUSED,
            REFUSED_HELP,
            "code",
            Rejection::ALL.map(Rejection::code),
        ),
        refused: counters(REFUSED, REFUSED_HELP, "code", REASONS),
        unreadable: counter(
            "vestnik_unreadable_events_total",
            "Times that an event was skipped because it could not be read",
        ),
        bells: counter(
            "vestnik_bells_heard_total",
            "Notifications of new events that arrived",
        ),
        listener_failures: counter(
            "vestnik_listener_failures_total",
            "Connections that the listener lost or could not open",
        ),
        calls_lost: counter(
            "vestnik_signal_calls_lost_total",
            "Notifications of signals that came faster than they could be acted on",
        ),
        signals_refused: counters(
            "vestnik_signals_refused_total",
            "Notifications of signals that were ignored: sent by another login, or too old",
            "why",
            ["forged", "stale"],
        ),
        checkpoint_failures: counter(
            "vestnik_checkpoint_failures_total",
            "Attempts to seal the log that failed",
        ),
        pool_timeouts: counter(
            "vestnik_pool_timeouts_total",
            "Reads that waited in vain for a connection",
        ),
        queue_depth: gauge(
            "vestnik_append_queue_depth",
            "Drafts that wait for the writer",
        ),
        queue_capacity: gauge(
            "vestnik_append_queue_capacity",
            "Drafts that may wait; past that sends are refused",
        ),
        pool: gauges(
            "vestnik_pool_connections",
            "Connections for reads that are open",
            "state",
            ["idle", "in_use"],
        ),
        pool_max: gauge(
            "vestnik_pool_connections_max",
            "Connections for reads at most",
        ),
        pool_waiting: gauge(
            "vestnik_pool_waiting",
            "Reads that wait for a connection just now",
        ),
    }
});

impl Metrics {
    /// Counts the outcome of an event.
    pub(crate) fn answered(&self, answer: &Result<AppendOutcome, Error>) {
        match answer {
            Ok(AppendOutcome::New(_)) => self.events.increment(1),
            Ok(AppendOutcome::Duplicate(_)) => self.repeats.increment(1),
            Ok(AppendOutcome::NoChange) => {}
            Err(Error::Rejected(rejection)) => {
                let mut known = Rejection::ALL.iter();
                let place = known.position(|known| known.code() == rejection.code());
                self.rejected[place.expect("ALL has every rejection")].increment(1);
            }
            Err(Error::Overloaded) => self.refused[0].increment(1),
            Err(Error::Unavailable(_)) => self.refused[2].increment(1),
            Err(Error::Database(_)) => self.refused[3].increment(1),
        }
    }

    /// Counts an event that came after the writer had stopped.
    pub(crate) fn refused_at_shutdown(&self) {
        self.refused[1].increment(1);
    }
}

/// What is looked at when somebody asks, rather than kept up to date.
pub struct Gauges {
    pool: Pool,
    /// Weak: the writer ends when nobody can write any more.
    queue: mpsc::WeakSender<Pending>,
}

impl Gauges {
    pub(crate) fn new(pool: Pool, queue: mpsc::WeakSender<Pending>) -> Self {
        Self { pool, queue }
    }

    /// Looks.
    pub fn refresh(&self) {
        let metrics = &*METRICS;
        let status = self.pool.status();
        let in_use = status.size.saturating_sub(status.available);
        metrics.pool[0].set(status.available as f64);
        metrics.pool[1].set(in_use as f64);
        metrics.pool_max.set(status.max_size as f64);
        metrics.pool_waiting.set(status.waiting as f64);
        if let Some(queue) = self.queue.upgrade() {
            let capacity = queue.max_capacity();
            metrics.queue_capacity.set(capacity as f64);
            metrics
                .queue_depth
                .set((capacity - queue.capacity()) as f64);
        }
    }
}

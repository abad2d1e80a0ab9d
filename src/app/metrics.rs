//! Metrics that are set for each scrape, or read from the database at an interval.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ::metrics::gauge;

use crate::app::error::{StartError, cannot_listen};
use crate::app::tasks::Tasks;
use crate::db::{self, Pool};
use crate::http::metrics::{self as recorder, Metrics};
use crate::live::{Tail, TailMetrics};
use crate::log::{LogWakeup, Writer, WriterMetrics};
use crate::telemetry::metrics::{
    LAST_SEAL_AGE, LAST_WITNESS_AGE, NOTIFICATION_QUEUE_USAGE, NOTIFICATIONS_WORKING, UNSEALED_AGE,
    UNWITNESSED_AGE,
};
use crate::workers::{Job, Periodic};

/// Records metrics from now on, if METRICS_ADDR is set.
pub(super) fn open(address: Option<SocketAddr>) -> Result<Option<Metrics>, StartError> {
    let open = |address| {
        recorder::open(address).map_err(|reason| cannot_listen("METRICS_ADDR", address, reason))
    };
    address.map(open).transpose()
}

/// Serves the metrics, and polls those that the database knows.
pub(super) fn start(
    metrics: Metrics,
    tasks: &mut Tasks,
    pool: &Pool,
    wakeup: &LogWakeup,
    writer: &Writer,
    tail: &Tail,
    witnesses: Vec<String>,
) {
    let (pool, wakeup) = (pool.clone(), wakeup.clone());
    tasks.supervise(Periodic(DatabaseStatus {
        pool: pool.clone(),
        wakeup: wakeup.clone(),
        witnesses,
    }));
    let gauges = Arc::new(Gauges {
        pool,
        writer: writer.metrics(),
        tail: tail.metrics(),
        wakeup,
    });
    tasks.drain(metrics.serve(move || gauges.record(), tasks.stop()));
}

/// The gauges that are set for each scrape.
struct Gauges {
    pool: Pool,
    writer: WriterMetrics,
    tail: TailMetrics,
    wakeup: LogWakeup,
}

impl Gauges {
    fn record(&self) {
        self.pool.record_metrics();
        self.writer.record();
        self.tail.record();
        let is_delivering = f64::from(u8::from(self.wakeup.is_delivering()));
        gauge!(NOTIFICATIONS_WORKING).set(is_delivering);
    }
}

/// The job that reads the state of the database.
struct DatabaseStatus {
    pool: Pool,
    wakeup: LogWakeup,
    /// Their names.
    witnesses: Vec<String>,
}

impl Job for DatabaseStatus {
    const NAME: &'static str = "database_status";
    const INTERVAL: Duration = Duration::from_secs(10);
    type Error = db::Error;

    async fn run(&mut self) -> Result<(), db::Error> {
        let status = db::status(&self.pool, &self.witnesses).await?;
        gauge!(NOTIFICATION_QUEUE_USAGE).set(status.notification_queue_usage);
        gauge!(LAST_SEAL_AGE).set(status.sealed_ago.unwrap_or_default());
        gauge!(UNSEALED_AGE).set(status.unsealed_for.unwrap_or_default().max(0.0));
        gauge!(UNWITNESSED_AGE).set(status.unwitnessed_for.unwrap_or_default().max(0.0));
        if let Some(ago) = status.witnessed_ago {
            gauge!(LAST_WITNESS_AGE).set(ago);
        }
        self.wakeup.set_head(status.head);
        Ok(())
    }
}

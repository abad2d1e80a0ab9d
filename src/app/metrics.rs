//! Metrics that are read when Prometheus asks, or from the database at an interval.

use std::net::SocketAddr;
use std::time::Duration;

use ::metrics::gauge;

use crate::app::error::{StartError, cannot_listen};
use crate::db::{self, Pool};
use crate::http::metrics::{self as recorder, Metrics};
use crate::live::TailMetrics;
use crate::log::{LogWakeup, WriterMetrics};
use crate::telemetry::metrics::{
    LAST_SEAL_AGE, NOTIFICATION_QUEUE_USAGE, NOTIFICATIONS_WORKING, UNSEALED_AGE,
};
use crate::workers::Job;

/// Records metrics from now on, if METRICS_ADDR is set.
pub(super) fn open(address: Option<SocketAddr>) -> Result<Option<Metrics>, StartError> {
    let open = |address| {
        recorder::open(address).map_err(|reason| cannot_listen("METRICS_ADDR", address, reason))
    };
    address.map(open).transpose()
}

/// The gauges that are set when Prometheus asks.
pub(super) struct Gauges {
    pub(super) pool: Pool,
    pub(super) writer: WriterMetrics,
    pub(super) tail: TailMetrics,
    pub(super) wakeup: LogWakeup,
}

impl Gauges {
    /// Sets them.
    pub(super) fn record(&self) {
        self.pool.record_metrics();
        self.writer.record();
        self.tail.record();
        let is_delivering = f64::from(u8::from(self.wakeup.is_delivering()));
        gauge!(NOTIFICATIONS_WORKING).set(is_delivering);
    }
}

/// The job that reads the state of the database.
pub(super) struct DatabaseStatus {
    pub(super) pool: Pool,
    pub(super) wakeup: LogWakeup,
}

impl Job for DatabaseStatus {
    const NAME: &'static str = "database_status";
    const INTERVAL: Duration = Duration::from_secs(10);
    type Error = db::Error;

    async fn run(&mut self) -> Result<(), db::Error> {
        let status = db::status(&self.pool).await?;
        gauge!(NOTIFICATION_QUEUE_USAGE).set(status.notification_queue_usage);
        gauge!(LAST_SEAL_AGE).set(status.sealed_ago.unwrap_or_default());
        gauge!(UNSEALED_AGE).set(status.unsealed_for.unwrap_or_default().max(0.0));
        self.wakeup.set_head(status.head);
        Ok(())
    }
}

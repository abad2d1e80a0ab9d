//! Metrics that nobody keeps up to date: looked at when Prometheus asks, or asked of the
//! database now and then.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ::metrics::Gauge;
use tokio::task::JoinHandle;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

use super::{StartError, cannot_listen};
use crate::db::{Pool, status};
use crate::http::metrics::{self as recorder, Metrics};
use crate::log::LogWakeup;
use crate::telemetry::{metrics, process};
use crate::{db, live, log};

/// How often the database is asked.
const PULSE: Duration = Duration::from_secs(10);

/// What there is to look at.
pub(super) struct Gauges {
    pub(super) store: log::Gauges,
    pub(super) live: live::Gauges,
    pub(super) bell: LogWakeup,
    pub(super) pool: Pool,
}

/// Records metrics from now on, if METRICS_ADDR is set.
pub(super) fn open(address: Option<SocketAddr>) -> Result<Option<Metrics>, StartError> {
    let open = |address| {
        recorder::open(address).map_err(|reason| cannot_listen("METRICS_ADDR", address, reason))
    };
    address.map(open).transpose()
}

impl Gauges {
    /// Serves the metrics, and asks the database, until `stop`.
    pub(super) fn serve(self, metrics: Metrics, stop: &CancellationToken) -> [JoinHandle<()>; 2] {
        let bell_heard = metrics::gauge(
            "vestnik_bell_heard",
            "1 where notifications arrive, 0 where delivery goes on by polling",
        );
        let asking = poll_database_status(self.pool, self.bell.clone(), stop.clone());
        let (store, live, bell) = (self.store, self.live, self.bell);
        let refresh = Arc::new(move || {
            store.refresh();
            live.refresh();
            process::refresh();
            bell_heard.set(f64::from(u8::from(bell.is_delivering())));
        });
        let refresh = move || refresh();
        [
            tokio::spawn(metrics.serve(refresh, stop.clone())),
            tokio::spawn(asking),
        ]
    }
}

async fn poll_database_status(pool: Pool, bell: LogWakeup, stop: CancellationToken) {
    let gauges = PulseGauges::new();
    let mut ticks = interval(PULSE);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let asked = stop.run_until_cancelled(status(&pool)).await;
        // That the database is away is said by all who need it more.
        if let Some(Ok(status)) = asked {
            gauges.note(status);
            bell.set_head(status.head);
        }
    }
}

/// What the database was asked for.
struct PulseGauges {
    queue_usage: Gauge,
    last_seal_age: Gauge,
    unsealed_age: Gauge,
}

impl PulseGauges {
    fn new() -> Self {
        Self {
            queue_usage: metrics::gauge(
                "vestnik_notification_queue_usage_ratio",
                "How full Postgres's queue of notifications is, from 0 to 1; at 1 nothing can be \
                 appended",
            ),
            last_seal_age: metrics::gauge(
                "vestnik_last_seal_age_seconds",
                "How long ago the newest checkpoint was made; it grows where nothing is appended",
            ),
            unsealed_age: metrics::gauge(
                "vestnik_unsealed_age_seconds",
                "How long the oldest event without a checkpoint has waited; 0 where there is none",
            ),
        }
    }

    fn note(&self, status: db::DatabaseStatus) {
        self.queue_usage.set(status.notification_queue_usage);
        self.last_seal_age
            .set(status.sealed_ago.unwrap_or_default());
        let unsealed = status.unsealed_for.unwrap_or_default();
        self.unsealed_age.set(unsealed.max(0.0));
    }
}

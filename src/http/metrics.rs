//! `GET /metrics` for Prometheus, on an address of its own.

use std::net::SocketAddr;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use metrics::{counter, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::server;
use crate::telemetry;
use crate::telemetry::metrics::{BUILD_INFO, LOG_LINES_DROPPED};

/// Upper bounds of batch sizes, in events.
const BATCHES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Upper bounds of durations, in seconds.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// The recorder of metrics, and the address they are served at.
pub struct Metrics {
    recorder: PrometheusHandle,
    listener: TcpListener,
}

/// Records metrics from now on; what is counted before is lost.
pub fn open(address: SocketAddr) -> Result<Metrics, String> {
    let listener = server::listen(address).map_err(|error| error.to_string())?;
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("batch_size".into()), BATCHES)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Suffix("seconds".into()), SECONDS)
        })
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| error.to_string())?;
    telemetry::metrics::register();
    gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    // Logged, since the system may choose the port.
    let address = listener.local_addr().unwrap_or(address);
    tracing::info!("metrics at http://{address}/metrics");
    Ok(Metrics { recorder, listener })
}

impl Metrics {
    /// Serves metrics until `stop`. Before each response `record` sets the gauges that are not
    /// kept up to date.
    pub async fn serve(
        self,
        record: impl Fn() + Clone + Send + Sync + 'static,
        stop: CancellationToken,
    ) {
        let process = Collector::default();
        process.describe();
        let recorder = self.recorder;
        let answer = move || async move {
            record();
            process.collect();
            counter!(LOG_LINES_DROPPED).absolute(telemetry::dropped_lines());
            let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
            ([kind], recorder.render())
        };
        let router = Router::new().route("/metrics", get(answer));
        server::serve(self.listener, router, stop).await;
    }
}

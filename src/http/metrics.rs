//! `GET /metrics` for Prometheus, on an address of its own.

use std::net::SocketAddr;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::server;

/// Upper bounds of batch sizes, in events.
const BATCHES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Upper bounds of durations, in seconds.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// The endpoint of the metrics.
pub struct Metrics {
    recorded: PrometheusHandle,
    listener: TcpListener,
}

/// Installs the recorder and listens. Earlier measurements are lost.
pub fn open(address: SocketAddr) -> Result<Metrics, String> {
    let listener = server::listen(address).map_err(|error| error.to_string())?;
    let recorded = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("batch_size".into()), BATCHES)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Suffix("seconds".into()), SECONDS)
        })
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| error.to_string())?;
    // Logged, because the system may have chosen the port.
    let address = listener.local_addr().unwrap_or(address);
    tracing::info!("metrics at http://{address}/metrics");
    Ok(Metrics { recorded, listener })
}

impl Metrics {
    /// Serves until `stop`. `refresh` updates gauges before each answer.
    pub async fn serve(
        self,
        refresh: impl Fn() + Clone + Send + Sync + 'static,
        stop: CancellationToken,
    ) {
        let recorded = self.recorded;
        let answer = move || async move {
            refresh();
            let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
            ([kind], recorded.render())
        };
        let router = Router::new().route("/metrics", get(answer));
        server::serve(self.listener, router, stop).await;
    }
}

//! `GET /metrics` for Prometheus, on an address of its own.

use std::net::SocketAddr;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};

/// Upper bounds of batch sizes, in events.
const BATCHES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Upper bounds of durations, in seconds.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Records metrics from now on, and serves them.
pub fn listen(address: SocketAddr) -> Result<(), String> {
    PrometheusBuilder::new()
        .with_http_listener(address)
        .set_buckets_for_metric(Matcher::Suffix("batch_size".into()), BATCHES)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Suffix("seconds".into()), SECONDS)
        })
        .and_then(PrometheusBuilder::install)
        .map_err(|error| error.to_string())
}

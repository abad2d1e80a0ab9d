//! What a replica tells Prometheus.

use super::{Client, ReplicaProcess, TestDatabase, eventually};

/// Lets the system choose the port; the log says which it was.
pub const ANYWHERE: (&str, &str) = ("METRICS_ADDR", "127.0.0.1:0");

/// The metrics of one replica.
pub struct Metrics(Client);

impl Metrics {
    /// A replica whose metrics can be asked.
    pub async fn of_a_replica(
        database: &TestDatabase,
        settings: &[(&str, &str)],
    ) -> (ReplicaProcess, Self) {
        let mut settings = settings.to_vec();
        settings.push(ANYWHERE);
        let replica = ReplicaProcess::spawn_with(database, &settings).await;
        let metrics = eventually("the address of the metrics", async || {
            Self::named_in(&replica.log())
        });
        let metrics = metrics.await;
        (replica, metrics)
    }

    /// Those whose address a log names.
    pub fn named_in(log: &str) -> Option<Self> {
        let (_, rest) = log.split_once("metrics at ")?;
        let (base, _) = rest.split_once("/metrics")?;
        Some(Self(Client::new(base)))
    }

    /// All of them, as told.
    pub async fn text(&self) -> String {
        let request = self.0.request(reqwest::Method::GET, "/metrics");
        let answer = request.send().await.expect("metrics are told");
        answer.text().await.expect("metrics are text")
    }

    /// The value of one series, named with its labels; 0 where it is not told yet.
    pub async fn value(&self, series: &str) -> f64 {
        let text = self.text().await;
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// Waits until a series has a value.
    pub async fn until(&self, series: &str, is_good: impl Fn(f64) -> bool) {
        eventually(series, async || {
            is_good(self.value(series).await).then_some(())
        })
        .await;
    }

    /// Waits until a series, which counts whole things, stands at a number.
    pub async fn until_exactly(&self, series: &str, count: f64) {
        let what = format!("{series} {count}");
        eventually(&what, async || {
            let is_there = (self.value(series).await - count).abs() < 0.5;
            is_there.then_some(())
        })
        .await;
    }
}

//! The metrics that a replica exports to Prometheus.

use super::{Client, ReplicaProcess, TestDatabase, eventually};

/// Lets the system choose the port, which the log then contains.
pub const ANY_PORT: (&str, &str) = ("METRICS_ADDR", "127.0.0.1:0");

/// The metrics of one replica.
pub struct Metrics(Client);

impl Metrics {
    /// Starts a replica that exports metrics.
    pub async fn of_a_replica(
        database: &TestDatabase,
        settings: &[(&str, &str)],
    ) -> (ReplicaProcess, Self) {
        let mut settings = settings.to_vec();
        settings.push(ANY_PORT);
        let replica = ReplicaProcess::spawn_with(database, &settings).await;
        let metrics = eventually("the address of the metrics", async || {
            Self::named_in(&replica.log())
        });
        let metrics = metrics.await;
        (replica, metrics)
    }

    /// The metrics at the address that a log contains.
    pub fn named_in(log: &str) -> Option<Self> {
        let (_, rest) = log.split_once("metrics at ")?;
        let (base, _) = rest.split_once("/metrics")?;
        Some(Self(Client::new(base)))
    }

    /// All metrics in Prometheus' text format.
    pub async fn text(&self) -> String {
        let request = self.0.request(reqwest::Method::GET, "/metrics");
        let answer = request.send().await.expect("metrics are served");
        answer.text().await.expect("metrics are text")
    }

    /// The value of one series, named with its labels; 0 if it is not exported yet.
    pub async fn value(&self, series: &str) -> f64 {
        let text = self.text().await;
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// Waits until the value of a series is accepted.
    pub async fn until(&self, series: &str, is_good: impl Fn(f64) -> bool) {
        eventually(series, async || {
            is_good(self.value(series).await).then_some(())
        })
        .await;
    }

    /// Waits until a counter is at least this.
    pub async fn until_at_least(&self, series: &str, count: f64) {
        self.until(series, |value| value >= count).await;
    }

    /// Waits until a series of whole numbers has this value.
    pub async fn until_exactly(&self, series: &str, count: f64) {
        let what = format!("{series} {count}");
        eventually(&what, async || {
            let is_equal = (self.value(series).await - count).abs() < 0.5;
            is_equal.then_some(())
        })
        .await;
    }

    /// Waits until each of these series of whole numbers has its value.
    pub async fn until_all(&self, expected: &[(&str, f64)]) {
        for (series, count) in expected {
            self.until_exactly(series, *count).await;
        }
    }

    /// Waits until the replica receives Postgres' notifications.
    pub async fn until_notified(&self) {
        self.until_exactly("vestnik_notifications_working", 1.0)
            .await;
    }
}

//! A stream that is gone leaves nothing behind.

use std::net::TcpListener;

use crate::support::{Client, Person, RawStream, Replica, TestDatabase, eventually};

/// A replica whose metrics can be asked.
async fn measured(database: &TestDatabase) -> (Replica, Client) {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let replica = Replica::spawn_with(database, &[("METRICS_ADDR", &address)]).await;
    (replica, Client::new(&format!("http://{address}")))
}

/// The value of a metric without labels.
async fn gauge(metrics: &Client, name: &str) -> Option<f64> {
    let request = metrics.request(reqwest::Method::GET, "/metrics");
    let text = request.send().await.ok()?.text().await.ok()?;
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    value.parse().ok()
}

async fn until_subscribers(metrics: &Client, count: f64) {
    eventually(&format!("{count} subscribers"), async || {
        let now = gauge(metrics, "vestnik_subscribers").await?;
        ((now - count).abs() < 0.5).then_some(())
    })
    .await;
}

async fn open(replica: &Replica, person: &Person, path: &str, count: usize) -> Vec<RawStream> {
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        streams.push(RawStream::open(replica, person, path).await);
    }
    streams
}

#[tokio::test]
async fn two_hundred_streams_dropped_leave_no_subscriber() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let admin = database.person("admin").await;
    let (replica, metrics) = measured(&database).await;

    let mut streams = open(&replica, &pair.student, "/api/events/chat", 100).await;
    streams.extend(open(&replica, &admin, "/api/events/chat", 100).await);
    until_subscribers(&metrics, 200.0).await;
    drop(streams);

    until_subscribers(&metrics, 0.0).await;
}

#[tokio::test]
async fn clients_that_vanish_in_mid_catch_up_leave_no_subscriber() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    // More than sockets hold, so that nobody's catch-up is over when they vanish.
    database
        .append_padded(pair.chat_id, &pair.teacher, "m", 2_000, 9_000)
        .await;
    let (replica, metrics) = measured(&database).await;
    let path = "/api/events/chat?last_event_id=0-00000000";

    let streams = open(&replica, &pair.student, path, 50).await;
    until_subscribers(&metrics, 50.0).await;
    drop(streams);

    until_subscribers(&metrics, 0.0).await;
}

//! The wire format of an SSE stream.

use crate::support::{RawStream, Replica, TestDatabase, spawn_replicas};

#[tokio::test]
async fn headers_match_the_contract() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;

    let stream = replica.client(&pair.student).open_stream().await;

    let header = |name: &str| stream.headers()[name].to_str().expect("text");
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-cache");
    assert_eq!(header("x-accel-buffering"), "no");
    assert_eq!(header("connection"), "keep-alive");
}

#[tokio::test]
async fn stream_is_never_compressed() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let client = replica.client(&pair.student);

    let request = client.request(reqwest::Method::GET, "/api/events/chat");
    let request = request.header("Accept-Encoding", "gzip, br");
    let stream = crate::support::EventStream::open(request).await;

    assert!(!stream.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn first_frame_has_a_jittered_retry() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mut delays = std::collections::HashSet::new();
    for _ in 0..8 {
        let stream = RawStream::open(&replica, &pair.student, "/api/events/chat").await;
        let delay = stream
            .opening
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("retry: "));
        let delay: u32 = delay.expect("retry comes first").parse().expect("a number");
        assert!((2_000..=4_000).contains(&delay), "{delay}");
        assert!(
            stream.opening.contains("\nevent: ready\n"),
            "{}",
            stream.opening
        );
        delays.insert(delay);
    }
    assert!(delays.len() > 1, "always {delays:?}");
}

#[tokio::test]
async fn idle_stream_sends_heartbeats() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let settings = [("HEARTBEAT_SECONDS", "1")];
    let replica = Replica::spawn_with(&database, &settings).await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    let started = std::time::Instant::now();

    for _ in 0..2 {
        let block = stream.next_block().await;
        assert_eq!(block.as_deref(), Some(": heartbeat\n\n"));
    }

    assert!(
        started.elapsed().as_millis() >= 1_900,
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn token_in_the_query_opens_a_stream() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let path = format!("/api/events/chat?token={}", pair.student.token);

    let mut stream = replica.anonymous_client().open_stream_at(&path).await;
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "hello")
        .await;

    assert_eq!(stream.next().await.content(), "hello");
}

#[tokio::test]
async fn stream_without_a_token_is_refused() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_replicas(&database).await;

    let answer = replica.anonymous_client().get("/api/events/chat").await;

    assert_eq!(answer.status, 401);
}

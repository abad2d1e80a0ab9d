//! The wire format of an SSE stream.

use std::collections::HashSet;
use std::time::Instant;

use crate::support::School;

#[tokio::test]
async fn headers_match_the_contract_and_nothing_is_compressed() {
    let school = School::new().await;
    let request = school
        .student
        .request(reqwest::Method::GET, "/api/events/chat");
    let request = request.header("Accept-Encoding", "gzip, br");

    let response = request.send().await.expect("the server answers");

    for (name, value) in [
        ("content-type", "text/event-stream"),
        ("cache-control", "no-cache"),
        ("x-accel-buffering", "no"),
        ("connection", "keep-alive"),
    ] {
        assert_eq!(response.headers()[name], value);
    }
    assert!(!response.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn stream_says_close_to_a_client_that_says_so() {
    let school = School::new().await;
    let request = school
        .student
        .request(reqwest::Method::GET, "/api/events/chat");
    let request = request.header("Connection", "close");

    let response = request.send().await.expect("the server answers");

    assert_eq!(response.headers()["connection"], "close");
}

#[tokio::test]
async fn first_frame_has_a_jittered_retry() {
    let school = School::new().await;
    let mut delays = HashSet::new();
    for _ in 0..8 {
        let opening = school.open_raw_stream().await.opening;
        let delay = opening
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("retry: "));
        let delay: u32 = delay.expect("retry comes first").parse().expect("a number");
        assert!((2_000..=4_000).contains(&delay), "{delay}");
        assert!(opening.contains("\nevent: ready\n"), "{opening}");
        delays.insert(delay);
    }
    assert!(delays.len() > 1, "always {delays:?}");
}

#[tokio::test]
async fn idle_stream_sends_heartbeats_that_end_no_event() {
    let school = School::with(&[("HEARTBEAT_SECONDS", "1")]).await;
    let mut stream = school.open_raw_stream().await;
    let started = Instant::now();

    let heartbeat = b": heartbeat\n";
    stream.until(heartbeat).await.expect("a first one");
    for _ in 0..2 {
        let next = stream.until(heartbeat).await;
        assert_eq!(next.as_deref(), Some(": heartbeat\n"));
    }

    let elapsed = started.elapsed();
    assert!(elapsed.as_millis() >= 2_900, "{elapsed:?}");
    school.send("after heartbeats").await;
    assert_eq!(stream.next().await.content(), "after heartbeats");
}

#[tokio::test]
async fn stream_needs_a_token_which_may_be_in_the_query() {
    let school = School::new().await;
    let anonymous = school.replica.anonymous_client();
    let answer = anonymous.get("/api/events/chat").await;
    assert_eq!(answer.status, 401);
    let path = format!("/api/events/chat?token={}", school.pair.student.token);

    let mut stream = anonymous.open_stream_at(&path).await;
    school.send("hello").await;

    assert_eq!(stream.next().await.content(), "hello");
}

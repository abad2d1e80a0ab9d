//! Ids that cannot be resumed from are refused or reset.

use crate::support::{Pair, Replica, TestDatabase, spawn_replicas};

#[tokio::test]
async fn malformed_id_is_refused_before_the_stream() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let client = replica.client(&pair.student);
    for id in [
        "1",
        "abc",
        "1-xyz",
        "1-0000000",
        "-1-00000000",
        "9223372036854775808-00000000",
        "1-00000000-1",
    ] {
        let request = client.request(reqwest::Method::GET, "/api/events/chat");
        let answer = client.send(request.header("Last-Event-ID", id)).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "invalid_last_event_id"),
            "{id}"
        );
        let path = format!("/api/events/chat?last_event_id={id}");
        assert_eq!(client.get(&path).await.status, 400, "{id}");
    }
}

/// Resumes from an id that is not of this log, and expects `reset`, then live events alone.
async fn expect_reset(database: &TestDatabase, replica: &Replica, pair: &Pair, id: &str) {
    let head = database.now().await;
    let mut stream = replica.client(&pair.student).open_stream_after(id).await;
    assert_eq!(stream.ready.id, head);
    let reset = stream.next().await;
    assert_eq!(
        (reset.event.as_str(), reset.id.as_str()),
        ("reset", head.as_str())
    );
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "live")
        .await;
    assert_eq!(stream.next().await.content(), "live");
}

fn foreign(id: &str) -> String {
    let (position, fingerprint) = id.split_once('-').expect("an id");
    let digit = if fingerprint.starts_with('0') {
        "1"
    } else {
        "0"
    };
    format!("{position}-{digit}{}", &fingerprint[1..])
}

#[tokio::test]
async fn fingerprint_of_another_event_resets() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 3)
        .await;
    let old = database.cursor(2).await;
    let head = database.now().await;
    let [replica] = spawn_replicas(&database).await;

    expect_reset(&database, &replica, &pair, &foreign(&old)).await;
    expect_reset(&database, &replica, &pair, &foreign(&head)).await;
    // By now the ring holds two events.
    let ringed = database.cursor(database.head().await - 1).await;
    expect_reset(&database, &replica, &pair, &foreign(&ringed)).await;
    expect_reset(&database, &replica, &pair, "0-00000001").await;
}

#[tokio::test]
async fn position_after_the_head_resets() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;

    expect_reset(&database, &replica, &pair, "1000-00000000").await;
    expect_reset(&database, &replica, &pair, "9223372036854775807-ffffffff").await;
}

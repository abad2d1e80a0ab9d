//! `/ready` names each unmet condition and explains it in a sentence.

use serde_json::Value;

use crate::support::{PausedSessions, ReplicaProcess, TestDatabase, eventually, spawn_processes};

/// Waits until a condition has this state; returns the status and the sentences.
async fn until(replica: &ReplicaProcess, condition: &str, state: &str) -> (u16, Vec<String>) {
    let what = format!("{condition} to be {state}");
    eventually(&what, async || {
        let answer = replica.anonymous_client().get("/ready").await;
        let is_so = answer.body[condition] == state;
        is_so.then(|| (answer.status, sentences(&answer.body)))
    })
    .await
}

fn sentences(body: &Value) -> Vec<String> {
    let sentences = body["problems"].as_array().into_iter().flatten();
    sentences
        .map(|sentence| sentence.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The only sentence; asserts that it is about this condition.
fn only(sentences: &[String], condition: &str) -> String {
    let [sentence] = sentences else {
        panic!("{sentences:?}")
    };
    assert!(
        sentence.starts_with(&format!("{condition}: ")),
        "{sentence}"
    );
    sentence.clone()
}

#[tokio::test]
async fn healthy_replica_lists_no_problems() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    let (status, sentences) = until(&replica, "notifications", "delivered").await;
    assert_eq!((status, sentences.len()), (200, 0), "{sentences:?}");
}

#[tokio::test]
async fn unreachable_database_makes_the_replica_unready() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    until(&replica, "notifications", "delivered").await;

    database.block_connections("%").await;

    let (status, sentences) = until(&replica, "database", "unavailable").await;
    assert_eq!(status, 503);
    assert!(sentences[0].starts_with("database: "), "{sentences:?}");
}

#[tokio::test]
async fn read_only_database_makes_the_replica_unready() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    until(&replica, "notifications", "delivered").await;

    database.make_read_only(true).await;

    let (status, sentences) = until(&replica, "database", "read_only").await;
    assert_eq!(status, 503);
    assert!(sentences[0].starts_with("database: "), "{sentences:?}");

    database.make_read_only(false).await;
    assert_eq!(until(&replica, "database", "ok").await.0, 200);
}

#[tokio::test]
async fn another_schema_is_listed_but_ready() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    until(&replica, "notifications", "delivered").await;

    database
        .execute("UPDATE schema_state SET digest = 'another'")
        .await;

    let (status, sentences) = until(&replica, "schema", "outdated").await;
    assert_eq!(status, 200);
    assert!(only(&sentences, "schema").contains("vestnik migrate"));
}

#[tokio::test]
async fn stalled_tail_makes_the_replica_unready() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    until(&replica, "notifications", "delivered").await;

    let tail = PausedSessions::sessions(&database, "tail").await;

    let (status, sentences) = until(&replica, "tail", "behind").await;
    assert_eq!(status, 503);
    only(&sentences, "tail");
    drop(tail);
    assert_eq!(until(&replica, "tail", "ok").await.0, 200);
}

#[tokio::test]
async fn undelivered_notifications_are_listed_but_ready() {
    let database = TestDatabase::new().await;
    let [replica] = spawn_processes(&database).await;
    until(&replica, "notifications", "delivered").await;

    database.block_connections("listener").await;

    let (status, sentences) = until(&replica, "notifications", "undelivered").await;
    assert_eq!(status, 200);
    only(&sentences, "notifications");
}

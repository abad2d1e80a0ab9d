//! Streams end with their token, session or role, on every replica.

use std::time::{Duration, Instant};

use serde_json::json;
use uuid::Uuid;
use vestnik::auth::tokens::TokenIssuer;

use crate::support::{EventStream, JWT_SECRET, TestDatabase, spawn_replicas};

/// Waits for the ends of streams, and sees to it that they come in time.
async fn all_end_within(seconds: u64, streams: &mut [EventStream]) {
    let started = Instant::now();
    for stream in streams {
        stream.ended().await;
    }
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(seconds), "took {elapsed:?}");
}

#[tokio::test]
async fn stream_ends_when_its_token_expires() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mint = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    let minted = mint.issue(pair.student.id, Uuid::now_v7(), Duration::from_secs(2));
    let client = replica.anonymous_client().with_token(&minted.token);
    let mut stream = client.open_stream().await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "in time")
        .await;
    assert_eq!(stream.next().await.content(), "in time");
    stream.ended().await;

    let late = jiff::Timestamp::now().duration_since(minted.expires_at);
    assert!(late.as_millis() >= -50, "ended {late:?} after its time");
    assert!(late.as_secs() < 5, "ended {late:?} after its time");
    assert_eq!(client.get("/api/events/chat").await.status, 401);
}

#[tokio::test]
async fn log_out_ends_the_sessions_streams_on_all_replicas() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let mint = TokenIssuer::new(JWT_SECRET.as_bytes()).expect("the secret is usable");
    let second_log_in = mint.issue(pair.student.id, Uuid::now_v7(), Duration::from_mins(10));
    let mut elsewhere = other
        .anonymous_client()
        .with_token(&second_log_in.token)
        .open_stream()
        .await;
    let mut streams = [
        one.client(&pair.student).open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];

    let logged_out = one
        .client(&pair.student)
        .post("/api/auth/logout", &json!({}))
        .await;
    assert_eq!(logged_out.status, 204);

    all_end_within(5, &mut streams).await;
    one.client(&pair.teacher)
        .send_message(pair.chat_id, "still there")
        .await;
    assert_eq!(elsewhere.next().await.content(), "still there");
}

#[tokio::test]
async fn role_change_by_sql_ends_streams() {
    let database = TestDatabase::new().await;
    let admin = database.person("admin").await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&admin).open_stream().await,
        other.client(&admin).open_stream().await,
    ];

    let sql = format!("UPDATE users SET role = 'member' WHERE id = {}", admin.id);
    database.execute(&sql).await;

    all_end_within(5, &mut streams).await;
}

#[tokio::test]
async fn role_change_ends_streams_without_its_notification() {
    let database = TestDatabase::new().await;
    let admin = database.person("admin").await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&admin).open_stream().await,
        other.client(&admin).open_stream().await,
    ];

    let sql = format!(
        "SET session_replication_role = replica;
         UPDATE users SET role = 'member' WHERE id = {}",
        admin.id
    );
    database.execute(&sql).await;

    all_end_within(5, &mut streams).await;
}

#[tokio::test]
async fn user_deletion_by_sql_ends_streams() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let mut streams = [
        one.client(&pair.student).open_stream().await,
        other.client(&pair.student).open_stream().await,
    ];

    let sql = format!("DELETE FROM users WHERE id = {}", pair.student.id);
    database.execute(&sql).await;

    all_end_within(5, &mut streams).await;
}

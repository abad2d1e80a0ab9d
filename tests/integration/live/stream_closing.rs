//! Streams end with their session or role, on every replica.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::database::token_for;
use crate::support::{EventStream, School, TestDatabase, spawn_replicas};

async fn assert_end_within_five_seconds(streams: &mut [EventStream]) {
    let started = Instant::now();
    for stream in streams {
        stream.ended().await;
    }
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(5), "took {elapsed:?}");
}

#[tokio::test]
async fn log_out_ends_the_sessions_streams_on_all_replicas() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let another_session = token_for(school.pair.student.id);
    let another_session = other.anonymous_client().with_token(&another_session);
    let mut kept = another_session.open_stream().await;
    let mut streams = school.open_streams(&other).await;

    let logged_out = school.student.post("/api/auth/logout", &json!({})).await;
    assert_eq!(logged_out.status, 204);

    assert_end_within_five_seconds(&mut streams).await;
    school.send("still there").await;
    assert_eq!(kept.next().await.content(), "still there");
}

#[tokio::test]
async fn role_change_or_deletion_by_sql_ends_all_streams() {
    let database = TestDatabase::new().await;
    let [one, other] = spawn_replicas(&database).await;
    for sql in [
        "UPDATE users SET role = 'member' WHERE id =",
        "DELETE FROM users WHERE id =",
        // Without its triggers, so without a notification.
        "SET session_replication_role = replica; UPDATE users SET role = 'member' WHERE id =",
    ] {
        let admin = database.person("admin").await;
        let mut streams = [
            one.client(&admin).open_stream().await,
            other.client(&admin).open_stream().await,
        ];
        database.execute(&format!("{sql} {}", admin.id)).await;
        assert_end_within_five_seconds(&mut streams).await;
    }
}

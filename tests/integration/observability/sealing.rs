//! Failures to seal the log are counted, and logged once. A session that hangs is replaced.

use crate::support::{Metrics, PausedSessions, Replica, TestDatabase, eventually};

#[tokio::test]
async fn sealing_failures_are_counted_and_logged_once() {
    let (database, pair) = TestDatabase::with_pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "да", 3)
        .await;
    let gap = "SET session_replication_role = replica; DELETE FROM events WHERE position = 2";
    database.execute(gap).await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let restarts = r#"vestnik_worker_restarts_total{worker="sealer"}"#;
    metrics.until_at_least(restarts, 2.0).await;
    let log = replica.flushed_log().await;
    let failures = log
        .lines()
        .filter(|line| line.contains("is being restarted"));
    let logged = failures.filter(|line| line.contains("sealer")).count();
    assert_eq!(logged, 1, "{log}");
}

#[tokio::test]
async fn age_of_the_last_seal_is_a_metric() {
    let (database, pair) = TestDatabase::with_pair().await;
    let sealed = "SELECT FROM audit.seal_log()";
    database.execute(sealed).await;
    // Simulates a last seal that is an hour old.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE audit.seals SET sealed_at = now() - interval '1 hour';
             ALTER FUNCTION audit.seal_log(integer) RENAME TO gone;",
        )
        .await;
    let (_replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let last_seal = "vestnik_last_seal_age_seconds";
    metrics.until_at_least(last_seal, 3_599.0).await;
    let unsealed = "vestnik_unsealed_age_seconds";
    metrics.until_exactly(unsealed, 0.0).await;
    let late = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"!\"}}', now() - interval '1 minute', 'import')",
        pair.chat_id, pair.student.id
    );
    database.execute(&late).await;
    metrics.until_at_least(unsealed, 59.0).await;
}

#[tokio::test]
async fn jobs_replace_their_session_when_it_hangs() {
    let database = TestDatabase::new().await;
    let _replica = Replica::spawn(&database).await;
    let sessions = async || Some(database.backends("jobs").await).filter(|found| !found.is_empty());
    let before = eventually("a session of the jobs", sessions).await;
    assert_eq!(before.len(), 1, "all jobs share one");
    let _hanging = PausedSessions::sessions(&database, "jobs").await;
    eventually("another session", async || {
        let now = database.backends("jobs").await;
        now.iter().any(|pid| !before.contains(pid)).then_some(())
    })
    .await;
}

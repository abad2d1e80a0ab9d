//! A log that cannot be sealed is counted, and said once.

use crate::support::{Metrics, TestDatabase};

#[tokio::test]
async fn a_log_that_cannot_be_sealed_is_counted_and_said() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.student, "да", 3)
        .await;
    let gap = "SET session_replication_role = replica; DELETE FROM events WHERE position = 2";
    database.execute(gap).await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until("vestnik_checkpoint_failures_total", |count| count >= 2.0)
        .await;
    let said = replica.log().matches("the log could not be sealed").count();
    assert_eq!(said, 1, "{}", replica.log());
}

#[tokio::test]
async fn the_age_of_the_last_seal_is_told() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let sealed = "SELECT FROM audit.checkpoint()";
    database.execute(sealed).await;
    // As if nobody had sealed for an hour.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE audit.checkpoints SET sealed_at = now() - interval '1 hour';
             ALTER FUNCTION audit.checkpoint(integer) RENAME TO gone;",
        )
        .await;
    let (_replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until("vestnik_last_seal_age_seconds", |age| age > 3_599.0)
        .await;
    metrics
        .until_exactly("vestnik_unsealed_age_seconds", 0.0)
        .await;
    let late = format!(
        "INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at)
         VALUES ({}, 'message_sent', {}, '{{\"content\": \"!\"}}', now() - interval '1 minute')",
        pair.chat_id, pair.student.id
    );
    database.execute(&late).await;
    metrics
        .until("vestnik_unsealed_age_seconds", |age| age > 59.0)
        .await;
}

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

//! Metrics of appending.

use futures::future::join_all;
use uuid::Uuid;

use crate::support::{Client, LockedLogHead, Metrics, Pair, TestDatabase};

/// A trigger that refuses one text and thereby its whole batch.
pub(super) const REJECT_TEXT_TRIGGER: &str = "
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT ON events FOR EACH ROW
    WHEN (NEW.payload ->> 'content' = 'poison') EXECUTE FUNCTION refuse_poison()";

async fn send(client: &Client, pair: &Pair, text: &str) -> u16 {
    let sent = client
        .try_send_message(pair.chat_id, text, Uuid::now_v7())
        .await;
    sent.expect("the server answers").status
}

#[tokio::test]
async fn sends_are_counted_as_events_batches_and_requests() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until_exactly("vestnik_append_events_total", 0.0)
        .await;
    let teacher = replica.client(&pair.teacher);

    for _ in 0..3 {
        teacher.send_message(pair.chat_id, "!").await;
    }

    let requests =
        r#"vestnik_http_requests_total{route="/api/messages",method="POST",status="2xx"}"#;
    let seconds = r#"vestnik_http_request_seconds_count{route="/api/messages"}"#;
    for series in [
        "vestnik_append_events_total",
        "vestnik_append_batches_total",
        "vestnik_append_batch_size_count",
        "vestnik_append_batch_size_sum",
        "vestnik_append_seconds_count",
        requests,
        seconds,
    ] {
        metrics.until_exactly(series, 3.0).await;
    }
}

#[tokio::test]
async fn repeated_send_counts_as_a_repeat() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let teacher = replica.client(&pair.teacher);
    let name = Uuid::now_v7();

    for _ in 0..2 {
        teacher
            .try_send_message(pair.chat_id, "!", name)
            .await
            .unwrap();
    }

    metrics
        .until_exactly("vestnik_append_events_total", 1.0)
        .await;
    metrics
        .until_exactly("vestnik_append_repeats_total", 1.0)
        .await;
}

#[tokio::test]
async fn refused_send_counts_by_its_code() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let stranger = database.person("student").await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;

    let status = send(&replica.client(&stranger), &pair, "!").await;

    assert_eq!(status, 403);
    for series in [
        r#"vestnik_append_refused_total{code="not_a_participant"}"#,
        r#"vestnik_http_errors_total{code="not_a_participant"}"#,
        r#"vestnik_http_requests_total{route="/api/messages",method="POST",status="4xx"}"#,
    ] {
        metrics.until_exactly(series, 1.0).await;
    }
}

#[tokio::test]
async fn full_queue_is_reported_and_its_refusals_counted() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let settings = [("APPEND_BATCH_MAX", "1"), ("APPEND_QUEUE_MAX", "2")];
    let (replica, metrics) = Metrics::of_a_replica(&database, &settings).await;
    let teacher = replica.client(&pair.teacher);
    let head = LockedLogHead::take(&database).await;
    let sending = tokio::spawn({
        let (teacher, pair) = (teacher.clone(), pair.clone());
        async move { send(&teacher, &pair, "the first").await }
    });
    head.blocks_writer().await;
    let others =
        tokio::spawn(
            async move { join_all((0..5).map(|_| send(&teacher, &pair, "another"))).await },
        );

    let refused = r#"vestnik_append_refused_total{code="queue_full"}"#;
    metrics.until_exactly(refused, 3.0).await;
    metrics
        .until_exactly("vestnik_append_queue_depth", 2.0)
        .await;
    metrics
        .until_exactly("vestnik_append_queue_capacity", 2.0)
        .await;
    head.release().await;

    assert_eq!(sending.await.unwrap(), 201);
    let mut statuses = others.await.unwrap();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 503, 503, 503]);
    let errors = r#"vestnik_http_errors_total{code="unavailable"}"#;
    metrics.until_exactly(errors, 3.0).await;
    metrics
        .until_exactly("vestnik_append_queue_depth", 0.0)
        .await;
}

#[tokio::test]
async fn resent_batch_counts_as_a_retry() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let teacher = replica.client(&pair.teacher);
    let head = LockedLogHead::take(&database).await;
    let sending = tokio::spawn(async move { send(&teacher, &pair, "!").await });

    let writer = head.blocks_writer().await;
    head.terminate(writer).await;

    metrics
        .until("vestnik_append_retries_total", |retries| retries >= 1.0)
        .await;
    head.release().await;
    assert_eq!(sending.await.unwrap(), 201);
    metrics
        .until_exactly("vestnik_append_events_total", 1.0)
        .await;
}

#[tokio::test]
async fn batch_refused_by_the_database_counts_as_split() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database.execute(REJECT_TEXT_TRIGGER).await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;

    let status = send(&replica.client(&pair.teacher), &pair, "poison").await;

    assert_eq!(status, 500);
    metrics
        .until_exactly("vestnik_append_splits_total", 1.0)
        .await;
    let refused = r#"vestnik_append_refused_total{code="database"}"#;
    metrics.until_exactly(refused, 1.0).await;
}

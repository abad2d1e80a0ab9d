//! Metrics of appending.

use futures::future::join_all;
use uuid::Uuid;

use crate::support::{Client, LockedLogHead, School};

/// A trigger that refuses one text and thereby its whole batch.
pub(super) const REJECT_TEXT_TRIGGER: &str = "
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT ON events FOR EACH ROW
    WHEN (NEW.payload ->> 'content' = 'poison') EXECUTE FUNCTION refuse_poison()";

async fn send(client: &Client, chat_id: i64, text: &str) -> u16 {
    let sent = client.try_send_message(chat_id, text, Uuid::now_v7());
    sent.await.expect("the server answers").status
}

#[tokio::test]
async fn sends_are_counted_by_their_outcome() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let (chat_id, client_id) = (school.pair.chat_id, Uuid::now_v7());
    let outsider = school.database.person("student").await;
    metrics
        .until_exactly("vestnik_append_events_total", 0.0)
        .await;

    for _ in 0..3 {
        school.send("!").await;
    }
    metrics
        .until_all(&[
            ("vestnik_append_events_total", 3.0),
            ("vestnik_append_batches_total", 3.0),
            ("vestnik_append_batch_size_count", 3.0),
            ("vestnik_append_batch_size_sum", 3.0),
            ("vestnik_append_seconds_count", 3.0),
            (
                r#"vestnik_http_requests_total{route="/api/messages",method="POST",status="2xx"}"#,
                3.0,
            ),
            (
                r#"vestnik_http_request_seconds_count{route="/api/messages"}"#,
                3.0,
            ),
        ])
        .await;

    for _ in 0..2 {
        let sent = school.teacher.try_send_message(chat_id, "!", client_id);
        sent.await.expect("the server answers");
    }
    let outsider = school.replica.client(&outsider);
    assert_eq!(send(&outsider, chat_id, "!").await, 403);
    metrics
        .until_all(&[
            ("vestnik_append_events_total", 4.0),
            ("vestnik_append_repeats_total", 1.0),
            (
                r#"vestnik_append_refused_total{code="not_a_participant"}"#,
                1.0,
            ),
            (
                r#"vestnik_http_errors_total{code="not_a_participant"}"#,
                1.0,
            ),
            (
                r#"vestnik_http_requests_total{route="/api/messages",method="POST",status="4xx"}"#,
                1.0,
            ),
        ])
        .await;
}

#[tokio::test]
async fn full_queue_is_reported_and_its_refusals_counted() {
    let settings = [("APPEND_BATCH_MAX", "1"), ("APPEND_QUEUE_MAX", "2")];
    let (school, metrics) = School::with_metrics(&settings).await;
    let (teacher, chat_id) = (school.teacher.clone(), school.pair.chat_id);
    let head = LockedLogHead::take(&school.database).await;
    let sending = tokio::spawn({
        let teacher = teacher.clone();
        async move { send(&teacher, chat_id, "the first").await }
    });
    head.blocks_writer().await;
    let others =
        tokio::spawn(
            async move { join_all((0..5).map(|_| send(&teacher, chat_id, "another"))).await },
        );

    metrics
        .until_all(&[
            (r#"vestnik_append_refused_total{code="queue_full"}"#, 3.0),
            ("vestnik_append_queue_depth", 2.0),
            ("vestnik_append_queue_capacity", 2.0),
        ])
        .await;
    head.release().await;

    assert_eq!(sending.await.unwrap(), 201);
    let mut statuses = others.await.unwrap();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 503, 503, 503]);
    let afterwards = [
        (r#"vestnik_http_errors_total{code="unavailable"}"#, 3.0),
        ("vestnik_append_queue_depth", 0.0),
    ];
    metrics.until_all(&afterwards).await;
}

#[tokio::test]
async fn resent_and_split_batches_are_counted() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let (teacher, chat_id) = (school.teacher.clone(), school.pair.chat_id);
    let head = LockedLogHead::take(&school.database).await;
    let sending = tokio::spawn(async move { send(&teacher, chat_id, "!").await });

    let writer = head.blocks_writer().await;
    head.terminate(writer).await;

    let retries = "vestnik_append_retries_total";
    metrics.until_at_least(retries, 1.0).await;
    head.release().await;
    assert_eq!(sending.await.unwrap(), 201);
    let events = ("vestnik_append_events_total", 1.0);
    metrics.until_all(&[events]).await;

    school.database.execute(REJECT_TEXT_TRIGGER).await;
    assert_eq!(send(&school.teacher, chat_id, "poison").await, 500);
    metrics
        .until_all(&[
            events,
            ("vestnik_append_splits_total", 1.0),
            (r#"vestnik_append_refused_total{code="database"}"#, 1.0),
        ])
        .await;
}

//! Metrics of reading and delivering the log.

use crate::support::{Metrics, PausedSessions, RawStream, TestDatabase};

/// More events than the queue and the socket buffers hold.
const MANY: i64 = 1_500;
const PADDING: usize = 9_000;

#[tokio::test]
async fn live_event_counts_from_notification_to_subscriber() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    // Before that the replica may find a send by polling.
    metrics
        .until_exactly("vestnik_notifications_working", 1.0)
        .await;
    let mut stream = replica.client(&pair.student).open_stream().await;

    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "!")
        .await;
    stream.take("new_message", 1).await;

    let position = database.head().await as f64;
    metrics
        .until_exactly("vestnik_tail_position", position)
        .await;
    let live = r#"vestnik_delivered_events_total{from="live"}"#;
    for series in [
        live,
        "vestnik_notifications_received_total",
        "vestnik_tail_delay_seconds_count",
    ] {
        metrics.until(series, |count| count >= 1.0).await;
    }
    metrics
        .until_exactly("vestnik_notifications_working", 1.0)
        .await;
    metrics
        .until_exactly("vestnik_polls_needed_total", 0.0)
        .await;
}

#[tokio::test]
async fn unnotified_events_count_as_polled() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until_exactly("vestnik_notifications_working", 1.0)
        .await;
    let mut stream = replica.client(&pair.student).open_stream().await;
    let teacher = replica.client(&pair.teacher);
    teacher.send_message(pair.chat_id, "heard").await;
    stream.take("new_message", 1).await;

    database.block_connections("listener").await;
    metrics
        .until(
            r#"vestnik_worker_restarts_total{worker="listener"}"#,
            |lost| lost >= 1.0,
        )
        .await;
    metrics
        .until_exactly("vestnik_notifications_working", 0.0)
        .await;
    metrics
        .until_exactly("vestnik_notifications_working", 0.0)
        .await;
    teacher.send_message(pair.chat_id, "polled").await;

    assert_eq!(stream.texts(1).await, ["polled"]);
    metrics
        .until("vestnik_polls_needed_total", |polls| polls >= 1.0)
        .await;
    metrics
        .until("vestnik_polls_total", |polls| polls >= 1.0)
        .await;
}

#[tokio::test]
async fn slow_reader_counts_overflow_and_catch_up() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let mut slow = RawStream::open(&replica, &pair.student, "/api/events/chat").await;

    let sent = database
        .append_padded(pair.chat_id, &pair.teacher, "m", MANY, PADDING)
        .await;
    metrics
        .until("vestnik_subscriber_overflows_total", |count| count >= 1.0)
        .await;
    for text in sent {
        assert!(slow.next().await.content() == text);
    }

    let catch_ups = r#"vestnik_catch_ups_total{why="overflow"}"#;
    metrics.until(catch_ups, |count| count >= 1.0).await;
}

#[tokio::test]
async fn events_still_in_the_ring_count_as_ring_reads() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let student = replica.client(&pair.student);
    let mut stream = student.open_stream().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 3)
        .await;
    stream.take("new_message", 3).await;

    let mut again = student.open_stream_after(&stream.ready.id).await;
    again.take("new_message", 3).await;

    let of = |from: &str| format!("vestnik_delivered_events_total{{from=\"{from}\"}}");
    metrics.until_exactly(&of("ring"), 3.0).await;
    metrics.until_exactly(&of("log"), 0.0).await;
    metrics
        .until_exactly(r#"vestnik_catch_ups_total{why="resume"}"#, 1.0)
        .await;
    metrics
        .until_exactly(r#"vestnik_catch_up_pages_total{from="ring"}"#, 1.0)
        .await;
}

#[tokio::test]
async fn events_only_in_the_log_count_as_log_reads() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 3)
        .await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;

    let mut stream = replica
        .client(&pair.student)
        .open_stream_after("0-00000000")
        .await;
    stream.take("new_message", 3).await;

    // Includes the event that created the chat.
    metrics
        .until_exactly(r#"vestnik_delivered_events_total{from="log"}"#, 4.0)
        .await;
    metrics
        .until_exactly(r#"vestnik_catch_up_pages_total{from="log"}"#, 1.0)
        .await;
    metrics
        .until_exactly(r#"vestnik_catch_ups_total{why="resume"}"#, 1.0)
        .await;
}

#[tokio::test]
async fn replaced_log_counts_as_a_reset() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    let mut stream = replica.client(&pair.student).open_stream().await;

    // Replaces the last event that the replica read.
    database
        .execute(
            "SET session_replication_role = replica;
             UPDATE events SET event_id = gen_random_uuid()
             WHERE position = (SELECT max(position) FROM events)",
        )
        .await;

    assert_eq!(stream.next().await.event, "reset");
    metrics.until_exactly("vestnik_log_resets_total", 1.0).await;
    metrics
        .until_exactly(r#"vestnik_catch_ups_total{why="reset"}"#, 1.0)
        .await;
}

#[tokio::test]
async fn lost_tail_session_counts_as_failed() {
    let database = TestDatabase::new().await;
    let (_replica, metrics) = Metrics::of_a_replica(&database, &[]).await;

    database.terminate("tail").await;

    metrics
        .until(r#"vestnik_worker_restarts_total{worker="tail"}"#, |count| {
            count >= 1.0
        })
        .await;
}

#[tokio::test]
async fn stalled_tail_shows_lag_in_events_and_seconds() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (_replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until_exactly("vestnik_notifications_working", 1.0)
        .await;
    let tail = PausedSessions::sessions(&database, "tail").await;

    database
        .append_messages(pair.chat_id, &pair.teacher, "m", 5)
        .await;

    metrics.until_exactly("vestnik_tail_lag_events", 5.0).await;
    // Longer than the polling interval, which does not count as lag.
    metrics
        .until("vestnik_tail_lag_seconds", |lag| lag > 2.0)
        .await;
    drop(tail);
    metrics.until_exactly("vestnik_tail_lag_events", 0.0).await;
    metrics
        .until("vestnik_tail_lag_seconds", |lag| lag < 2.0)
        .await;
}

#[tokio::test]
async fn forged_notifications_are_counted_and_ignored() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let (replica, metrics) = Metrics::of_a_replica(&database, &[]).await;
    metrics
        .until_exactly("vestnik_notifications_working", 1.0)
        .await;
    let mut teacher = replica.client(&pair.teacher).open_stream().await;
    let forger = database.client().await;

    // Forges the notifications for the student's presence and typing.
    let uuid = "(SELECT uuid FROM chats)";
    let (chat, student) = (pair.chat_id, pair.student.id);
    let forged = format!(
        "SELECT pg_notify('vestnik_signals', json_build_object('presence', json_build_object(
             'version', v.version + 1, 'online', ARRAY[{student}], 'offline', '{{}}'::bigint[])
         )::text) FROM presence_version AS v;
         SELECT pg_notify('vestnik_signals',
             format('{{\"typing\":[[\"school\",{chat},\"%s\",{student},true,9]]}}', {uuid}))"
    );
    forger
        .batch_execute(&forged)
        .await
        .expect("every role may notify");
    for _ in 0..100 {
        let bell = "NOTIFY vestnik_events, '9000000000000000000'";
        forger
            .batch_execute(bell)
            .await
            .expect("every role may notify");
    }
    metrics
        .until_exactly(r#"vestnik_signals_refused_total{why="forged"}"#, 2.0)
        .await;
    metrics
        .until("vestnik_notifications_received_total", |bells| {
            bells >= 100.0
        })
        .await;
    metrics.until_exactly("vestnik_tail_lag_events", 0.0).await;

    replica.client(&pair.student).send_message(chat, "!").await;
    let next = teacher.try_next_frame().await.expect("a frame");
    assert_eq!(next.event, "new_message", "{next:?}");
    let warned = replica.log().matches("another login sends").count();
    assert_eq!(warned, 1, "{}", replica.log());
}

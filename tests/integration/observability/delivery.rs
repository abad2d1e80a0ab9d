//! Metrics of reading and delivering the log.

use crate::support::{PausedSessions, School};

/// More events than the queue and the socket buffers hold.
const MANY: i64 = 1_500;
const PADDING: usize = 9_000;

#[tokio::test]
async fn live_event_counts_from_notification_to_subscriber() {
    let (school, metrics) = School::with_metrics(&[]).await;
    // Until then the replica may find a send by polling.
    metrics.until_notified().await;
    let mut stream = school.student.open_stream().await;

    school.send("!").await;
    stream.take("new_message", 1).await;

    let position = school.database.head().await as f64;
    let tail_position = ("vestnik_tail_position", position);
    metrics.until_all(&[tail_position]).await;
    for series in [
        r#"vestnik_delivered_events_total{from="live"}"#,
        "vestnik_notifications_received_total",
        "vestnik_tail_delay_seconds_count",
    ] {
        metrics.until_at_least(series, 1.0).await;
    }
    metrics.until_notified().await;
    let polls = ("vestnik_polls_needed_total", 0.0);
    metrics.until_all(&[polls]).await;
}

#[tokio::test]
async fn unnotified_events_count_as_polled() {
    let (school, metrics) = School::with_metrics(&[]).await;
    metrics.until_notified().await;
    let mut stream = school.student.open_stream().await;
    school.send("notified").await;
    stream.take("new_message", 1).await;

    school.database.block_connections("listener").await;
    let restarts = r#"vestnik_worker_restarts_total{worker="listener"}"#;
    metrics.until_at_least(restarts, 1.0).await;
    let working = ("vestnik_notifications_working", 0.0);
    metrics.until_all(&[working]).await;
    school.send("polled").await;

    assert_eq!(stream.texts(1).await, ["polled"]);
    for series in ["vestnik_polls_needed_total", "vestnik_polls_total"] {
        metrics.until_at_least(series, 1.0).await;
    }
}

#[tokio::test]
async fn slow_reader_counts_overflow_and_catch_up() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let mut slow = school.open_raw_stream().await;

    let sent = school.append_padded("m", MANY, PADDING).await;
    let overflows = "vestnik_subscriber_overflows_total";
    metrics.until_at_least(overflows, 1.0).await;
    for text in sent {
        assert!(slow.next().await.content() == text);
    }

    let catch_ups = r#"vestnik_catch_ups_total{why="overflow"}"#;
    metrics.until_at_least(catch_ups, 1.0).await;
}

#[tokio::test]
async fn catch_ups_count_by_recent_events_or_log() {
    let (school, metrics) = School::with_metrics(&[]).await;
    // The chat was created before the replica started.
    let mut stream = school.student.open_stream_after("0-00000000").await;
    assert_eq!(stream.next().await.event, "chat_created");
    metrics
        .until_all(&[
            (r#"vestnik_delivered_events_total{from="log"}"#, 1.0),
            (r#"vestnik_catch_up_pages_total{from="log"}"#, 1.0),
            (r#"vestnik_catch_ups_total{why="resume"}"#, 1.0),
        ])
        .await;

    let ready = school.student.open_stream().await.ready.id;
    school.append("m", 3).await;
    stream.take("new_message", 3).await;
    let mut again = school.student.open_stream_after(&ready).await;
    again.take("new_message", 3).await;
    metrics
        .until_all(&[
            (r#"vestnik_delivered_events_total{from="ring"}"#, 3.0),
            (r#"vestnik_delivered_events_total{from="log"}"#, 1.0),
            (r#"vestnik_catch_up_pages_total{from="ring"}"#, 1.0),
            (r#"vestnik_catch_ups_total{why="resume"}"#, 2.0),
        ])
        .await;
}

#[tokio::test]
async fn replaced_log_and_lost_tail_sessions_are_counted() {
    let (school, metrics) = School::with_metrics(&[]).await;
    let mut stream = school.student.open_stream().await;

    // Replaces the last event that the replica read.
    let replace = "SET session_replication_role = replica;
                   UPDATE events SET event_id = gen_random_uuid()
                   WHERE position = (SELECT max(position) FROM events)";
    school.database.execute(replace).await;

    assert_eq!(stream.next().await.event, "reset");
    let resets = [
        ("vestnik_log_resets_total", 1.0),
        (r#"vestnik_catch_ups_total{why="reset"}"#, 1.0),
    ];
    metrics.until_all(&resets).await;

    let restarts = r#"vestnik_worker_restarts_total{worker="tail"}"#;
    let before = metrics.value(restarts).await;
    school.database.terminate("tail").await;
    metrics.until(restarts, |count| count > before).await;
}

#[tokio::test]
async fn stalled_tail_shows_lag_in_events_and_seconds() {
    let (school, metrics) = School::with_metrics(&[]).await;
    metrics.until_notified().await;
    let tail = PausedSessions::sessions(&school.database, "tail").await;
    let (events, seconds) = ("vestnik_tail_lag_events", "vestnik_tail_lag_seconds");

    // Too many for notifications to carry.
    school.append("m", 65).await;

    metrics.until_exactly(events, 65.0).await;
    // Longer than the polling interval, which does not count as lag.
    metrics.until(seconds, |lag| lag > 2.0).await;
    drop(tail);
    metrics.until_exactly(events, 0.0).await;
    metrics.until(seconds, |lag| lag < 2.0).await;
}

#[tokio::test]
async fn forged_notifications_are_counted_and_ignored() {
    let (school, metrics) = School::with_metrics(&[]).await;
    metrics.until_notified().await;
    let mut teacher = school.teacher.open_stream().await;
    let forger = school.database.client().await;

    // Forges the notifications for the student's presence and typing.
    let uuid = "(SELECT uuid FROM chats)";
    let (chat, student) = (school.pair.chat_id, school.pair.student.id);
    let forged = format!(
        "SELECT pg_notify('vestnik_signals', json_build_object('presence', json_build_object(
             'version', v.version + 1, 'online', ARRAY[{student}], 'offline', '{{}}'::bigint[])
         )::text) FROM presence_version AS v;
         SELECT pg_notify('vestnik_signals',
             format('{{\"typing\":[[\"school\",{chat},\"%s\",{student},true,9]]}}', {uuid}))"
    );
    let of_events = "NOTIFY vestnik_events, '9000000000000000000'";
    for sql in std::iter::once(&*forged).chain([of_events; 100]) {
        let sent = forger.batch_execute(sql).await;
        sent.expect("every role may notify");
    }
    let refused = r#"vestnik_signals_refused_total{why="forged"}"#;
    metrics.until_exactly(refused, 2.0).await;
    let received = "vestnik_notifications_received_total";
    metrics.until_at_least(received, 100.0).await;
    metrics.until_exactly("vestnik_tail_lag_events", 0.0).await;

    school.send_as_student("!").await;
    let next = teacher.try_next_frame().await.expect("a frame");
    assert_eq!(next.event, "new_message", "{next:?}");
    let log = school.replica.flushed_log().await;
    assert_eq!(log.matches("another login sends").count(), 1, "{log}");
}

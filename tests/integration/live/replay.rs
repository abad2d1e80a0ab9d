//! Missed events are replayed, however many.

use crate::support::{TestDatabase, spawn_replicas};

const MISSED: i64 = 10_000;

#[tokio::test]
async fn ten_thousand_missed_messages_join_the_live_ones() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [one, other] = spawn_replicas(&database).await;
    let teacher = other.client(&pair.teacher);
    let stream = one.client(&pair.student).open_stream().await;
    let last_seen = stream.ready.id.clone();
    drop(stream);

    let mut expected = database
        .append_messages(pair.chat_id, &pair.teacher, "missed ", MISSED)
        .await;
    let mut stream = other
        .client(&pair.student)
        .open_stream_after(&last_seen)
        .await;
    let meanwhile = tokio::spawn(async move {
        for n in 1..=50 {
            teacher
                .send_message(pair.chat_id, &format!("live {n}"))
                .await;
        }
        teacher.send_message(pair.chat_id, "the last").await;
    });

    let received = stream.texts_until("the last").await;
    meanwhile.await.expect("the sends succeed");
    expected.extend((1..=50).map(|n| format!("live {n}")));
    expected.push("the last".into());
    assert!(received == expected, "{} received", received.len());
}

#[tokio::test]
async fn replay_from_the_log_joins_live_messages() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let last_seen = database.now().await;
    let mut expected = database
        .append_messages(pair.chat_id, &pair.teacher, "missed ", MISSED)
        .await;
    // Started afterwards, so that its ring holds none of them.
    let [replica] = spawn_replicas(&database).await;

    let mut stream = replica
        .client(&pair.student)
        .open_stream_after(&last_seen)
        .await;
    expected.extend(
        database
            .append_messages(pair.chat_id, &pair.teacher, "live ", 1_000)
            .await,
    );
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "the last")
        .await;
    expected.push("the last".into());

    let received = stream.texts_until("the last").await;
    assert!(received == expected, "{} received", received.len());
}

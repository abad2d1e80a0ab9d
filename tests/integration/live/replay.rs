//! Missed events are replayed and continue into live ones, however many.

use crate::support::{School, TestDatabase, spawn_replicas};

/// More events than a queue and many pages hold.
const MISSED: i64 = 3_000;

#[tokio::test]
async fn missed_messages_continue_into_live_ones() {
    let school = School::new().await;
    let other = school.another_replica().await;
    let last_seen = school.student.open_stream().await.ready.id;
    let mut expected = school.append("missed ", MISSED).await;
    let student = other.client(&school.pair.student);
    let mut stream = student.open_stream_after(&last_seen).await;

    let sending = async {
        for n in 1..=50 {
            school.send(&format!("live {n}")).await;
        }
        school.send("the last").await;
    };
    let (received, ()) = tokio::join!(stream.texts_until("the last"), sending);

    expected.extend((1..=50).map(|n| format!("live {n}")));
    expected.push("the last".into());
    assert!(received == expected, "{} received", received.len());
}

#[tokio::test]
async fn replay_from_the_log_continues_into_live_messages() {
    let (database, pair) = TestDatabase::with_pair().await;
    let last_seen = database.now().await;
    let append = async |prefix, count| {
        let appended = database.append_messages(pair.chat_id, &pair.teacher, prefix, count);
        appended.await
    };
    let mut expected = append("missed ", MISSED).await;
    // Started afterwards, so its recent events contain none of them.
    let [replica] = spawn_replicas(&database).await;

    let student = replica.client(&pair.student);
    let mut stream = student.open_stream_after(&last_seen).await;
    expected.extend(append("live ", 1_000).await);

    let received = stream.texts(expected.len()).await;
    assert!(received == expected, "{} received", received.len());
}

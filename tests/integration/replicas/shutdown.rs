//! SIGTERM and SIGHUP.

use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};
use uuid::Uuid;

use crate::support::{LockedLogHead, ReplicaProcess, School, eventually};

/// Sends SIGTERM; asserts that the process exits with success within ten seconds.
async fn assert_terminates(replica: ReplicaProcess) {
    let started = Instant::now();
    let status = replica.terminate().await;
    assert!(status.success(), "{status}");
    let elapsed = started.elapsed();
    assert!(elapsed < Duration::from_secs(10), "took {elapsed:?}");
}

#[tokio::test]
async fn sigterm_ends_streams_and_sighup_does_not() {
    let school = School::in_own_process(&[]).await;
    let mut stream = school.student.open_stream().await;

    kill_process(school.replica.pid(), Signal::HUP).expect("the process can be signalled");
    eventually("the signal to be noticed", async || {
        school.replica.log().contains("SIGHUP").then_some(())
    })
    .await;
    school.send("!").await;
    assert_eq!(stream.next().await.content(), "!");

    assert_terminates(school.replica).await;
    stream.ended().await;
}

#[tokio::test]
async fn send_in_flight_at_sigterm_is_answered() {
    let school = School::in_own_process(&[]).await;
    let (teacher, chat_id) = (school.teacher.clone(), school.pair.chat_id);
    let head = LockedLogHead::take(&school.database).await;
    let sending = tokio::spawn(async move {
        let sent = teacher.try_send_message(chat_id, "late", Uuid::now_v7());
        sent.await.expect("an answer")
    });
    head.blocks_writer().await;

    let stopping = tokio::spawn(assert_terminates(school.replica));
    head.release().await;

    sending.await.expect("the server answers").expect(201);
    stopping.await.expect("the process ends in time");
    let messages = "SELECT count(*) FROM messages";
    assert_eq!(school.database.number(messages).await, 1);
}

#[tokio::test]
async fn stalled_reader_does_not_delay_shutdown() {
    let school = School::in_own_process(&[]).await;
    let _stalled = school.open_raw_stream().await;
    let mut fast = school.student.open_stream().await;
    let sent = school.append_padded("m", 1_000, 9_000).await;
    fast.texts(sent.len()).await;

    assert_terminates(school.replica).await;
}

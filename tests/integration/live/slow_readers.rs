//! A slow reader costs only itself.

use std::ops::Deref;

use crate::support::{Endpoint, EventStream, School};

/// Rounds that exceed the 32 MiB of recent events.
const ROUNDS: usize = 4;
/// A round overflows a subscriber's queue and its sockets.
const PER_ROUND: i64 = 1_000;
const PADDING: usize = 9_000;
const MIB: u64 = 1024 * 1024;

/// Sends a round and waits until a fast reader has received all of it; returns its texts.
async fn round<R>(school: &School<R>, number: usize, fast: &mut EventStream) -> Vec<String>
where
    R: Deref<Target = Endpoint>,
{
    let prefix = format!("round {number}: ");
    let sent = school.append_padded(&prefix, PER_ROUND, PADDING).await;
    let received = fast.texts(sent.len()).await;
    assert!(received == sent, "the fast reader missed a message");
    sent
}

#[tokio::test]
async fn paused_reader_gets_everything_once_in_order() {
    let school = School::new().await;
    let mut paused = school.open_raw_stream().await;
    let mut fast = school.student.open_stream().await;
    let mut sent = Vec::new();
    for number in 1..=ROUNDS {
        sent.extend(round(&school, number, &mut fast).await);
    }
    school.send("the last").await;
    sent.push("the last".into());

    for expected in sent {
        let frame = paused.next().await;
        assert!(frame.content() == expected, "{}", frame.id);
    }
}

#[tokio::test]
async fn memory_stays_flat_while_readers_pause() {
    let school = School::in_own_process(&[]).await;
    let mut paused = Vec::new();
    for _ in 0..20 {
        paused.push(school.open_raw_stream().await);
    }
    let mut fast = school.student.open_stream().await;
    // The first rounds fill the recent events, which stay.
    for number in 1..=ROUNDS {
        round(&school, number, &mut fast).await;
    }
    let before = school.replica.memory();

    for number in ROUNDS + 1..=ROUNDS + 3 {
        round(&school, number, &mut fast).await;
    }

    let grown = school.replica.memory().saturating_sub(before);
    // All readers together were sent twenty times as much.
    println!("20 paused readers: {} MiB more", grown / MIB);
    assert!(grown < 40 * MIB, "grown by {} MiB", grown / MIB);
}

#[tokio::test]
async fn reader_that_overflows_repeatedly_misses_nothing() {
    let school = School::new().await;
    let mut pausing = school.open_raw_stream().await;
    let mut fast = school.student.open_stream().await;

    for number in 1..=3 {
        // Pauses during a round, then reads it.
        for expected in round(&school, number, &mut fast).await {
            assert!(pausing.next().await.content() == expected);
        }
    }
}

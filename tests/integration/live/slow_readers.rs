//! A slow reader costs only itself.

use crate::support::{Endpoint, Pair, RawStream, ReplicaProcess, TestDatabase, spawn_replicas};

const ROUNDS: usize = 5;
const PER_ROUND: i64 = 1_000;
/// So long that neither the kernel nor the ring holds what is sent here.
const PADDING: usize = 9_000;
const MIB: u64 = 1024 * 1024;

/// Sends a round and waits until somebody quick has got it all; returns its texts.
async fn round(
    database: &TestDatabase,
    pair: &Pair,
    number: usize,
    quick: &mut crate::support::EventStream,
) -> Vec<String> {
    let prefix = format!("round {number}: ");
    let sent = database
        .append_padded(pair.chat_id, &pair.teacher, &prefix, PER_ROUND, PADDING)
        .await;
    let received = quick.texts(sent.len()).await;
    assert!(received == sent, "the quick reader missed something");
    sent
}

#[tokio::test]
async fn paused_reader_gets_everything_once_in_order() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mut stalled = RawStream::open(&replica, &pair.student, "/api/events/chat").await;
    let mut quick = replica.client(&pair.student).open_stream().await;
    let mut sent = Vec::new();
    for number in 1..=ROUNDS {
        sent.extend(round(&database, &pair, number, &mut quick).await);
    }
    replica
        .client(&pair.teacher)
        .send_message(pair.chat_id, "the last")
        .await;
    sent.push("the last".into());

    for expected in sent {
        let frame = stalled.next().await;
        assert!(frame.content() == expected, "{}", frame.id);
    }
}

#[tokio::test]
async fn memory_stays_flat_while_readers_pause() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let replica = ReplicaProcess::spawn(&database).await;
    let stalled = stall(&replica, &pair, 20).await;
    let mut quick = replica.client(&pair.student).open_stream().await;
    // The first rounds are more than the ring's 32 MiB, which stay.
    for number in 1..=ROUNDS {
        round(&database, &pair, number, &mut quick).await;
    }
    let before = replica.memory();

    for number in ROUNDS + 1..=2 * ROUNDS {
        round(&database, &pair, number, &mut quick).await;
    }

    let grown = replica.memory().saturating_sub(before);
    // What passed is twenty times as much for all the readers together.
    println!("20 readers that do not read: {} MiB more", grown / MIB);
    assert!(grown < 40 * MIB, "grown by {} MiB", grown / MIB);
    drop(stalled);
}

async fn stall(replica: &Endpoint, pair: &Pair, count: usize) -> Vec<RawStream> {
    let mut stalled = Vec::new();
    for _ in 0..count {
        stalled.push(RawStream::open(replica, &pair.student, "/api/events/chat").await);
    }
    stalled
}

#[tokio::test]
async fn reader_that_overflows_repeatedly_misses_nothing() {
    let database = TestDatabase::new().await;
    let pair = database.pair().await;
    let [replica] = spawn_replicas(&database).await;
    let mut hesitant = RawStream::open(&replica, &pair.student, "/api/events/chat").await;
    let mut quick = replica.client(&pair.student).open_stream().await;

    for number in 1..=ROUNDS {
        let sent = round(&database, &pair, number, &mut quick).await;
        // Now and then it wakes up, reads a round, and stops again.
        for expected in sent {
            assert!(hesitant.next().await.content() == expected);
        }
    }
}

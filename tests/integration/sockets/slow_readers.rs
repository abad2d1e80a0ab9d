//! A slow reader costs only itself.

use super::{PATH, REALMS, Talkers};
use crate::support::ReplicaProcess;

/// More than the queue, the recent events and the kernel hold.
const MANY: i64 = 1_500;
const PADDING: usize = 9_000;
const MIB: u64 = 1024 * 1024;

#[tokio::test]
async fn paused_websocket_gets_everything_once_in_order() {
    let (talkers, _) = Talkers::new(&[]).await;
    let replica = ReplicaProcess::spawn_with(&talkers.database, &[REALMS]).await;
    let stalled = replica.socket(&talkers.boris, PATH).small_receive_buffer();
    let mut stalled = stalled.open().await;
    let mut quick = replica.socket(&talkers.boris, PATH).open().await;
    let mut sent = Vec::new();
    let mut before = 0;
    for round in 1..=4 {
        let prefix = format!("round {round}: ");
        let (database, anna) = (&talkers.database, &talkers.anna);
        let texts = database
            .append_padded(talkers.chat_id, anna, &prefix, MANY, PADDING)
            .await;
        for text in &texts {
            let frame = quick.next_of("message").await;
            assert!(frame["data"]["body"] == **text, "{}", frame["id"]);
        }
        sent.extend(texts);
        let memory = replica.memory();
        if round <= 2 {
            before = memory;
        }
        // The ring is full by now, and bounded.
        let grown = memory.saturating_sub(before);
        assert!(grown < 40 * MIB, "grown by {} MiB", grown / MIB);
    }

    for text in &sent {
        let frame = stalled.next_of("message").await;
        assert!(frame["data"]["body"] == **text, "{}", frame["id"]);
    }
}

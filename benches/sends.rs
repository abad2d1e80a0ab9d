//! How much the batching writer is worth: HTTP sends per second with 64 concurrent senders,
//! at the default batch cap and at a cap of one, in turns within one run.
//!
//! Run with `cargo bench --bench sends`. Quote the ratio: absolute figures are the machine's.
//! Postgres runs with `fsync` on, as in production, and on the same machine as the load.

#[allow(dead_code, unused_imports)]
use std::time::Duration;

use serde_json::json;
use support::load::{RepeatedRequest, load, median};
use support::{Pair, ReplicaProcess, TestDatabase};

const SENDERS: usize = 64;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(5);

/// A replica with a cap of the batch size, and the results of its rounds.
struct Contender {
    cap: &'static str,
    replica: ReplicaProcess,
    sends_per_second: Vec<f64>,
}

#[tokio::main]
async fn main() {
    let database = TestDatabase::new().await;
    database.execute("ALTER SYSTEM SET fsync = on").await;
    database.execute("SELECT pg_reload_conf()").await;
    let pairs = pairs(&database).await;
    let mut contenders = Vec::new();
    for cap in ["512", "1"] {
        let settings = [("APPEND_BATCH_MAX", cap), ("RUST_LOG", "warn")];
        let replica = ReplicaProcess::spawn_with(&database, &settings).await;
        contenders.push(Contender {
            cap,
            replica,
            sends_per_second: Vec::new(),
        });
    }
    for round in 1..=ROUNDS {
        for contender in &mut contenders {
            let before = database.number("SELECT max(position) FROM events").await;
            let sent = send(&contender.replica, &pairs).await;
            let per_second = sent as f64 / ROUND.as_secs_f64();
            contender.sends_per_second.push(per_second);
            let mean_batch = database.number(&mean_batch_since(before)).await as f64 / 10.0;
            println!(
                "round {round}: cap {:>3}: {per_second:>8.0} sends/s, mean batch {mean_batch:.1}",
                contender.cap
            );
        }
    }
    let [batched, single] = &contenders[..] else {
        unreachable!("two contenders")
    };
    let (batched, single) = (
        median(&batched.sends_per_second),
        median(&single.sends_per_second),
    );
    println!("{SENDERS} senders: {batched:.0} sends/s batched, {single:.0} one by one");
    println!("ratio: {:.1}", batched / single);
}

async fn pairs(database: &TestDatabase) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for _ in 0..SENDERS {
        pairs.push(database.pair().await);
    }
    pairs
}

/// Tenths of events in a transaction, over the sends after a position.
fn mean_batch_since(position: i64) -> String {
    format!(
        "SELECT (10.0 * count(*) / greatest(count(DISTINCT xmin::text), 1))::bigint
         FROM events WHERE position > {position} AND kind = 'message_sent'"
    )
}

/// All senders at once, each as fast as it is answered; how many were.
async fn send(replica: &ReplicaProcess, pairs: &[Pair]) -> usize {
    let requests = pairs.iter().map(|pair| {
        let body = json!({"chat_id": pair.chat_id, "content": "Домашнее задание на завтра"});
        RepeatedRequest::post(&pair.student, "/api/messages", &body)
    });
    load(replica, requests.collect(), ROUND).await.len()
}

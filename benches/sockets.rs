//! What an idle WebSocket costs: resident memory of the server at 10,000 connections of
//! 1,000 users, in the realm `direct`.
//!
//! Run with `cargo bench --bench sockets`; it needs 20,500 open files (`ulimit -n`). Fails
//! where one costs more than 12 KB.

#[allow(dead_code, unused_imports)]
use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use support::{Metrics, Person, ReplicaProcess, Socket, TestDatabase, eventually};

const CONNECTIONS: usize = 10_000;
const USERS: usize = 1_000;
/// How many are opened at once.
const AT_ONCE: usize = 64;
const BOUND: u64 = 12 * 1024;
/// Opened and closed beforehand: what the allocator and the runtime need is there by then.
const WARM_UP: usize = 500;
const OPEN: &str = r#"vestnik_sockets{realm="direct"}"#;

#[tokio::main]
async fn main() {
    raise_limit();
    let database = TestDatabase::new().await;
    let mut people = Vec::with_capacity(USERS);
    for _ in 0..USERS {
        people.push(database.person("member").await);
    }
    // Pings would come in between.
    let settings = [
        ("REALMS", "direct"),
        ("RUST_LOG", "warn,vestnik::http::metrics=info"),
        ("HEARTBEAT_SECONDS", "3600"),
    ];
    let (replica, metrics) = Metrics::of_a_replica(&database, &settings).await;
    drop(open(&replica, &people, WARM_UP).await);
    metrics.until_exactly(OPEN, 0.0).await;
    let before = resident_memory_at_rest(&replica).await;

    let started = Instant::now();
    let sockets = open(&replica, &people, CONNECTIONS).await;
    let elapsed = started.elapsed();
    metrics.until_exactly(OPEN, CONNECTIONS as f64).await;
    let after = resident_memory_at_rest(&replica).await;

    let each = after.saturating_sub(before) / CONNECTIONS as u64;
    println!(
        "before: {} MiB; with {CONNECTIONS} WebSockets: {} MiB",
        before >> 20,
        after >> 20
    );
    println!("each: {each} bytes; opened in {elapsed:.1?}");
    assert!(each <= BOUND, "more than {BOUND} bytes each");
    drop(sockets);
}

async fn open(replica: &ReplicaProcess, people: &[Person], count: usize) -> Vec<Socket> {
    let openings = (0..count).map(|n| {
        let opening = replica.socket(&people[n % people.len()], "/api/v1/ws");
        async move { opening.open().await }
    });
    stream::iter(openings)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await
}

/// Resident memory, once it stays as it is.
async fn resident_memory_at_rest(replica: &ReplicaProcess) -> u64 {
    let (mut seen, mut since) = (replica.memory(), Instant::now());
    eventually("memory to become stable", async || {
        let now = replica.memory();
        if now.abs_diff(seen) > 256 * 1024 {
            (seen, since) = (now, Instant::now());
        }
        (since.elapsed() > Duration::from_secs(2)).then_some(seen)
    })
    .await
}

fn raise_limit() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).expect("the soft limit can be raised to the hard one");
}

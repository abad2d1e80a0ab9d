//! How much the batching writer is worth: HTTP sends per second with 64 concurrent senders,
//! at the default batch cap and at a cap of one, in turns within one run.
//!
//! Run with `cargo bench --bench sends`. Quote the ratio: absolute figures are the machine's.
//! Postgres runs with `fsync` on, as in production, and on the same machine as the load.

#[allow(dead_code, unused_imports)]
#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use support::{Pair, Replica, TestDatabase};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

const SENDERS: usize = 64;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(5);

/// A cap, and what came of it in each round.
struct Contender {
    cap: &'static str,
    replica: Replica,
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
        let replica = Replica::spawn_with(&database, &settings).await;
        contenders.push(Contender {
            cap,
            replica,
            sends_per_second: Vec::new(),
        });
    }
    for round in 1..=ROUNDS {
        for contender in &mut contenders {
            let before = database.number("SELECT max(position) FROM events").await;
            let sent = load(&contender.replica, &pairs).await;
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

/// All senders at once, each as fast as it is answered; how many were answered with 201.
async fn load(replica: &Replica, pairs: &[Pair]) -> u64 {
    let sent = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + ROUND;
    let senders: Vec<_> = pairs
        .iter()
        .map(|pair| {
            let address = replica.url.trim_start_matches("http://").to_owned();
            let (sent, request) = (sent.clone(), request(&address, pair));
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await;
                while Instant::now() < until {
                    connection.exchange(&request).await;
                    sent.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.expect("a sender does not fail");
    }
    sent.load(Ordering::Relaxed)
}

fn request(address: &str, pair: &Pair) -> Vec<u8> {
    let body = format!(
        r#"{{"chat_id":{},"content":"Домашнее задание на завтра"}}"#,
        pair.chat_id
    );
    let head = format!(
        "POST /api/messages HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        pair.student.token,
        body.len()
    );
    (head + &body).into_bytes()
}

/// A bare HTTP client: the load should cost as little as possible beside the server.
struct Connection(BufReader<TcpStream>);

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY can be set");
        Self(BufReader::new(stream))
    }

    async fn exchange(&mut self, request: &[u8]) {
        self.0
            .get_mut()
            .write_all(request)
            .await
            .expect("the server reads");
        let (mut line, mut length) = (String::new(), 0);
        self.0
            .read_line(&mut line)
            .await
            .expect("the server answers");
        assert!(line.starts_with("HTTP/1.1 201"), "{line}");
        while line != "\r\n" {
            line.clear();
            self.0
                .read_line(&mut line)
                .await
                .expect("the server answers");
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.0
            .read_exact(&mut body)
            .await
            .expect("the body follows");
    }
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

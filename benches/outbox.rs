//! What a send costs while the receiver of webhooks does not answer, compared with a server
//! without webhooks: messages to offline users, in turns within one run.
//!
//! Run with `cargo bench --bench outbox`. Quote the ratios: absolute figures are the machine's.

#[allow(dead_code, unused_imports)]
use std::time::Duration;

use serde_json::json;
use support::load::{RepeatedRequest, load, median};
use support::receiver::Receiver;
use support::{Person, ReplicaProcess, TestDatabase};

const SENDERS: usize = 16;
const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(5);

struct Contender {
    name: &'static str,
    database: TestDatabase,
    replica: ReplicaProcess,
    senders: Vec<Person>,
    readers: Vec<Person>,
    /// The 50th and 99th percentile of each round, in milliseconds.
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Contender {
    async fn new(name: &'static str, webhooks: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let (mut senders, mut readers) = (Vec::new(), Vec::new());
        for _ in 0..SENDERS {
            senders.push(database.person("member").await);
            readers.push(database.person("member").await);
        }
        let settings = [webhooks, &[("REALMS", "messenger"), ("RUST_LOG", "error")]].concat();
        let replica = ReplicaProcess::spawn_with(&database, &settings).await;
        Self {
            name,
            database,
            replica,
            senders,
            readers,
            p50: Vec::new(),
            p99: Vec::new(),
        }
    }

    async fn round(&mut self) {
        let people = self.senders.iter().zip(&self.readers);
        let requests = people.map(|(sender, reader)| {
            let body = json!({"participantId": reader.id, "message": "Отчёт готов, посмотри"});
            RepeatedRequest::post(sender, "/api/messenger/conversations", &body)
        });
        let mut took = load(&self.replica, requests.collect(), ROUND).await;
        took.sort_unstable();
        let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
        println!(
            "{}: {} sends, p50 {:.1} ms, p99 {:.1} ms",
            self.name,
            took.len(),
            at(50),
            at(99)
        );
        self.p50.push(at(50));
        self.p99.push(at(99));
    }
}

#[tokio::main]
async fn main() {
    let receiver = Receiver::start().await;
    let _held = receiver.hold().await;
    let mut contenders = [
        Contender::new("no webhooks", &[]).await,
        Contender::new("a receiver that does not answer", &receiver.settings()).await,
    ];
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            contender.round().await;
        }
    }
    let [without, with] = &contenders;
    let waiting = "SELECT count(*) FROM deliveries";
    println!(
        "{} notifications wait; a send took {:.2} times as long (p50), {:.2} times (p99)",
        with.database.number(waiting).await,
        median(&with.p50) / median(&without.p50),
        median(&with.p99) / median(&without.p99)
    );
}

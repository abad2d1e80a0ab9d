//! Durable sends a second over HTTP, each sender as fast as it is answered.

use std::net::SocketAddr;
use std::time::Duration;

use support::cluster::Cluster;
use support::load::{Generator, Outcome, Pace, RepeatedRequest, median};
use support::report::{Figures, Goal, Report, Row};
use support::{Pair, ReplicaProcess, TestDatabase};
use tokio::task::block_in_place;

use crate::peers::{Node, Redis, inserts_per_second};
use crate::servers::{
    checkpoint, durable_database, milliseconds_each, replica, send_to_teacher, text,
};
use crate::settings::Settings;

const SENDERS: usize = 64;
/// Chats of the databases on which the effect of statistics is measured.
const CHATS: usize = 1_000;
/// Sends before a measurement: connections and plans are there by then.
const WARM_UP: Duration = Duration::from_secs(1);

const REPLICA: &str = "one replica";
const REPLICAS: &str = "two replicas";
const UNANALYSED: &str = "before ANALYZE";
const ANALYSED: &str = "after ANALYZE";
const PGBENCH: &str = "pgbench";
const NODE: &str = "Node";
const NODES: &str = "two Nodes with Redis";

/// The servers that this row compares.
enum Server {
    Vestnik { replicas: usize, pairs: Vec<Pair> },
    Node { processes: usize },
    Pgbench,
}

struct Contender {
    name: &'static str,
    server: Server,
    database: TestDatabase,
    sends_per_second: Vec<f64>,
    /// Processor time of Postgres for each send, in milliseconds.
    postgres: Vec<f64>,
    /// The same of all replicas.
    replicas: Vec<f64>,
    /// Messages in one transaction of Vestnik.
    batches: Vec<f64>,
}

/// Name, what is compared, the contenders, and the goal.
const ROWS: [(&str, &str, [&str; 2], Goal); 5] = [
    ("sends.pgbench", FEW, [REPLICA, PGBENCH], Goal::AtLeast(1.0)),
    ("sends.node", FEW, [REPLICA, NODE], Goal::AtLeast(4.0)),
    ("sends.nodes", FEW, [REPLICA, NODES], Goal::AtLeast(4.0)),
    (
        "sends.replicas",
        FEW,
        [REPLICAS, REPLICA],
        Goal::AtLeast(1.2),
    ),
    (
        "sends.analysed",
        MANY,
        [ANALYSED, UNANALYSED],
        Goal::AtLeast(0.9),
    ),
];
const FEW: &str = "durable sends, 64 connections";
const MANY: &str = "durable sends, 64 connections, 1,000 chats";

pub async fn run(settings: &Settings, report: &mut Report) {
    let mut contenders = contenders().await;
    for _ in 0..settings.rounds {
        for contender in &mut contenders {
            contender.round(settings.round).await;
        }
    }
    for (name, what, [measured, beside], goal) in ROWS {
        report.add(Row {
            name,
            what: what.to_owned(),
            unit: "/s",
            measured: figures(&contenders, measured),
            beside: figures(&contenders, beside),
            goal,
        });
    }
    for contender in contenders {
        if !contender.postgres.is_empty() {
            let name = format!("Postgres' processor time for each send, {}", contender.name);
            report.note(&name, median(&contender.postgres), "ms");
        }
        if !contender.replicas.is_empty() {
            let name = format!("processor time of {} for each send", contender.name);
            report.note(&name, median(&contender.replicas), "ms");
        }
        if !contender.batches.is_empty() {
            let name = format!("messages in one append, {}", contender.name);
            report.note(&name, median(&contender.batches), "");
        }
    }
}

async fn contenders() -> Vec<Contender> {
    let bare = TestDatabase::without_schema().await;
    let analysed = Contender::vestnik(ANALYSED, 1, CHATS).await;
    analysed.database.execute("ANALYZE").await;
    vec![
        Contender::new(PGBENCH, Server::Pgbench, bare),
        Contender::vestnik(REPLICA, 1, SENDERS).await,
        Contender::new(NODE, Server::Node { processes: 1 }, Node::database().await),
        Contender::new(NODES, Server::Node { processes: 2 }, Node::database().await),
        Contender::vestnik(REPLICAS, 2, SENDERS).await,
        Contender::vestnik(UNANALYSED, 1, CHATS).await,
        analysed,
    ]
}

fn figures(contenders: &[Contender], name: &str) -> Figures {
    let contender = contenders.iter().find(|contender| contender.name == name);
    let contender = contender.expect("it was measured");
    Figures::new(name, contender.sends_per_second.clone())
}

impl Contender {
    fn new(name: &'static str, server: Server, database: TestDatabase) -> Self {
        Self {
            name,
            server,
            database,
            sends_per_second: Vec::new(),
            postgres: Vec::new(),
            replicas: Vec::new(),
            batches: Vec::new(),
        }
    }

    /// Replicas on a database with so many chats.
    async fn vestnik(name: &'static str, replicas: usize, chats: usize) -> Self {
        let database = durable_database().await;
        let pairs = database.pairs(chats).await;
        Self::new(name, Server::Vestnik { replicas, pairs }, database)
    }

    async fn round(&mut self, lasting: Duration) {
        checkpoint(&self.database).await;
        let rate = match &self.server {
            Server::Pgbench => inserts_per_second(&self.database, SENDERS, lasting).await,
            Server::Node { processes } => {
                let redis = Redis::start().await;
                let mut nodes = Vec::new();
                for _ in 0..*processes {
                    let redis = (*processes > 1).then_some(&redis);
                    nodes.push(Node::start(&self.database, redis).await);
                }
                let senders = (0..SENDERS).map(|n| {
                    let address = nodes[n % nodes.len()].address;
                    (address, Node::send(n, &text()))
                });
                let (outcome, [postgres, _]) = send(senders, &[], lasting);
                self.postgres.push(postgres);
                rate(&outcome)
            }
            Server::Vestnik { replicas, pairs } => {
                let mut processes = Vec::new();
                for _ in 0..*replicas {
                    processes.push(replica(&self.database).await);
                }
                let senders = pairs.iter().take(SENDERS).enumerate().map(|(n, pair)| {
                    let address = processes[n % processes.len()].address();
                    (address, send_to_teacher(pair))
                });
                let (outcome, [postgres, replicas]) = send(senders, &processes, lasting);
                self.postgres.push(postgres);
                self.replicas.push(replicas);
                self.batches.push(self.messages_of_one_append().await);
                rate(&outcome)
            }
        };
        println!("{}: {rate:.0} sends/s", self.name);
        self.sends_per_second.push(rate);
    }

    /// The mean of the newest transactions.
    async fn messages_of_one_append(&self) -> f64 {
        let mean = "SELECT count(*)::float8 / count(DISTINCT xmin::text)
                    FROM (SELECT xmin FROM messages ORDER BY id DESC LIMIT 2000) AS newest";
        let client = self.database.client().await;
        let row = client.query_one(mean, &[]).await;
        row.expect("the messages can be counted").get(0)
    }
}

/// Sends after a warm-up; also the processor time of Postgres and of these replicas for each send, in
/// milliseconds.
fn send(
    senders: impl Iterator<Item = (SocketAddr, RepeatedRequest)>,
    replicas: &[ReplicaProcess],
    lasting: Duration,
) -> (Outcome, [f64; 2]) {
    let mut generator = Generator::new();
    for (address, request) in senders {
        generator.add_sender(address, request);
    }
    let pace = Pace::FlatOut { ahead: None };
    block_in_place(|| {
        generator.run(pace, WARM_UP, 0);
        let before = used(replicas);
        let outcome = generator.run(pace, lasting, 0);
        let (after, sends) = (used(replicas), outcome.answered.len());
        let each = |n: usize| milliseconds_each(after[n].saturating_sub(before[n]), sends);
        (outcome, [each(0), each(1)])
    })
}

/// Processor time of Postgres and of these replicas until now.
fn used(replicas: &[ReplicaProcess]) -> [Duration; 2] {
    let postgres = Cluster::shared().processes().processor_time();
    let replicas = replicas.iter().map(ReplicaProcess::processor_time).sum();
    [postgres, replicas]
}

fn rate(outcome: &Outcome) -> f64 {
    outcome.answered.len() as f64 / outcome.elapsed.as_secs_f64()
}

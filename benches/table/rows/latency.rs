//! From a send to the event at the other side, at a steady 500 messages a second to 100 chats.

use std::time::Duration;

use support::cluster::Cluster;
use support::load::{Generator, Pace, percentile};
use support::report::{Figures, Goal, Report, Row};
use support::{Pair, ReplicaProcess, TestDatabase};
use tokio::task::block_in_place;

use crate::peers::{Node, Redis};
use crate::servers::{
    checkpoint, durable_database, milliseconds_each, replica, send_to_teacher, stream, text,
};
use crate::settings::Settings;

const CHATS: usize = 100;
const PACE: Pace = Pace::PerSecond(500.0);
const WARM_UP: Duration = Duration::from_secs(2);

const REPLICA: &str = "one replica";
const REPLICAS: &str = "two replicas";
const NODES: &str = "two Nodes with Redis";

/// What one contender's rounds measured, in milliseconds.
struct Measured {
    name: &'static str,
    p50: Vec<f64>,
    p99: Vec<f64>,
    /// Postgres' processor time for each message.
    postgres: Vec<f64>,
}

pub async fn run(settings: &Settings, report: &mut Report) {
    let mut measured = [NODES, REPLICA, REPLICAS].map(|name| Measured {
        name,
        p50: Vec::new(),
        p99: Vec::new(),
        postgres: Vec::new(),
    });
    let (node, one, two) = (
        Node::database().await,
        durable_database().await,
        durable_database().await,
    );
    let (one_pairs, two_pairs) = (one.pairs(CHATS).await, two.pairs(CHATS).await);
    for _ in 0..settings.rounds {
        let [nodes, replica, replicas] = &mut measured;
        nodes.add(nodes_round(&node).await, settings);
        replica.add(replicas_round(&one, &one_pairs, 1).await, settings);
        replicas.add(replicas_round(&two, &two_pairs, 2).await, settings);
    }
    let [nodes, replica, replicas] = &measured;
    for (side, names) in [
        (replica, ["latency.p50", "latency.p99", "latency.postgres"]),
        (
            replicas,
            [
                "latency.replicas.p50",
                "latency.replicas.p99",
                "latency.replicas.postgres",
            ],
        ),
    ] {
        report.add(row(
            names[0],
            "send → event at the other side, p50",
            side,
            nodes,
            0.8,
            |it| &it.p50,
        ));
        report.add(row(
            names[1],
            "send → event at the other side, p99",
            side,
            nodes,
            0.5,
            |it| &it.p99,
        ));
        report.add(row(
            names[2],
            "Postgres' processor time for each message",
            side,
            nodes,
            1.2,
            |it| &it.postgres,
        ));
    }
}

fn row(
    name: &'static str,
    what: &str,
    measured: &Measured,
    beside: &Measured,
    at_most: f64,
    of: impl Fn(&Measured) -> &Vec<f64>,
) -> Row {
    Row {
        name,
        what: what.to_owned(),
        unit: "ms",
        measured: Figures::new(measured.name, of(measured).clone()),
        beside: Figures::new(beside.name, of(beside).clone()),
        goal: Goal::AtMost(at_most),
    }
}

/// Servers with senders and receivers, ready to be measured.
struct Round<S> {
    generator: Generator,
    _servers: S,
}

/// Senders at one process, receivers at the other.
async fn nodes_round(database: &TestDatabase) -> Round<([Node; 2], Redis)> {
    checkpoint(database).await;
    let redis = Redis::start().await;
    let [sending, receiving] = [
        Node::start(database, Some(&redis)).await,
        Node::start(database, Some(&redis)).await,
    ];
    let mut generator = Generator::new();
    let clients = (0..CHATS)
        .map(|chat_id| receiving.client(chat_id))
        .collect();
    block_in_place(|| generator.open(clients, 16));
    for chat_id in 0..CHATS {
        generator.add_sender(sending.address, Node::send(chat_id, &text()));
    }
    Round {
        generator,
        _servers: ([sending, receiving], redis),
    }
}

/// Senders at the first replica, receivers at the last.
async fn replicas_round(
    database: &TestDatabase,
    pairs: &[Pair],
    replicas: usize,
) -> Round<Vec<ReplicaProcess>> {
    checkpoint(database).await;
    let mut servers = Vec::new();
    for _ in 0..replicas {
        servers.push(replica(database).await);
    }
    let (sending, receiving) = (&servers[0], &servers[replicas - 1]);
    let mut generator = Generator::new();
    let streams = pairs
        .iter()
        .map(|pair| stream(receiving, &pair.teacher))
        .collect();
    block_in_place(|| generator.open(streams, 16));
    for pair in pairs {
        generator.add_sender(sending.address(), send_to_teacher(pair));
    }
    Round {
        generator,
        _servers: servers,
    }
}

impl Measured {
    fn add<S>(&mut self, mut round: Round<S>, settings: &Settings) {
        let postgres = Cluster::shared().processes();
        let (mut outcome, used) = block_in_place(|| {
            round.generator.run(PACE, WARM_UP, 1);
            let before = postgres.processor_time();
            let outcome = round.generator.run(PACE, settings.round * 2, 1);
            (outcome, postgres.processor_time().saturating_sub(before))
        });
        let messages = outcome.answered.len();
        self.p50.push(percentile(&mut outcome.delivered, 50));
        self.p99.push(percentile(&mut outcome.delivered, 99));
        self.postgres.push(milliseconds_each(used, messages));
        println!(
            "{}: p50 {:.1} ms, p99 {:.1} ms, Postgres {:.2} ms for each of {messages} messages",
            self.name,
            self.p50.last().expect("just added"),
            self.p99.last().expect("just added"),
            self.postgres.last().expect("just added"),
        );
    }
}

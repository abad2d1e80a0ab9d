//! One chat with a thousand streams and more: what a delivery costs the server, and when it arrives.

use std::time::Duration;

use support::load::{Generator, Outcome, Pace, percentile};
use support::report::{Figures, Goal, Report, Row};
use support::{Person, ProcessTree, ReplicaProcess, TestDatabase};
use tokio::task::block_in_place;

use crate::peers::Nchan;
use crate::servers::{durable_database, replica, send, stream, text};
use crate::settings::Settings;

/// Streams, and the names and goals of their rows.
const SIZES: [Size; 2] = [
    Size {
        streams: 1_000,
        rows: [
            "fanout.1000.paced",
            "fanout.1000.paced.p50",
            "fanout.1000.paced.p99",
            "fanout.1000.flat_out",
            "fanout.1000.flat_out.p50",
            "fanout.1000.flat_out.p99",
        ],
        paced: 1.2,
        flat_out: 1.5,
    },
    Size {
        streams: 5_000,
        rows: [
            "fanout.5000.paced",
            "fanout.5000.paced.p50",
            "fanout.5000.paced.p99",
            "fanout.5000.flat_out",
            "fanout.5000.flat_out.p50",
            "fanout.5000.flat_out.p99",
        ],
        paced: 1.2,
        flat_out: 1.5,
    },
];
const PACED: Pace = Pace::PerSecond(20.0);
/// Streams may be so many messages behind, so that both servers have the same chance to join writes
/// and neither has to drop anything.
const FLAT_OUT: Pace = Pace::FlatOut { ahead: Some(64) };
const PUBLISHERS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
/// Presence of members who have just connected is delivered by then.
const SILENCE: Duration = Duration::from_secs(2);
/// Each member learns that each other one is online: with more of them, most of a run would be that.
const MEMBERS: usize = 1_000;

struct Size {
    streams: usize,
    rows: [&'static str; 6],
    paced: f64,
    flat_out: f64,
}

/// A server with its streams, and what its rounds measured.
struct Contender {
    name: &'static str,
    server: ProcessTree,
    generator: Generator,
    streams: usize,
    paced: Measured,
    flat_out: Measured,
}

#[derive(Default)]
struct Measured {
    /// Deliveries for each second of the server's processor time.
    deliveries: Vec<f64>,
    /// Milliseconds from a send to a delivery.
    p50: Vec<f64>,
    p99: Vec<f64>,
}

pub async fn run(settings: &Settings, report: &mut Report) {
    for size in &SIZES {
        let (ours, replica) = Contender::vestnik(size.streams).await;
        let (theirs, _nchan) = Contender::nchan(size.streams).await;
        let mut contenders = [theirs, ours];
        for _ in 0..settings.rounds {
            for contender in &mut contenders {
                contender.round(PACED, settings.round * 2);
            }
            for contender in &mut contenders {
                contender.round(FLAT_OUT, settings.round);
            }
        }
        let [theirs, ours] = &contenders;
        size.report(report, ours, theirs);
        let memory = replica.tree().memory() as f64 / 1_048_576.0;
        let name = format!(
            "memory of the replica after fan-out to {} streams",
            size.streams
        );
        report.note(&name, memory, "MiB");
    }
}

impl Size {
    fn report(&self, report: &mut Report, ours: &Contender, theirs: &Contender) {
        let streams = self.streams;
        let (at_20, flat_out) = (
            format!("fan-out to {streams} streams at 20/s"),
            format!("fan-out to {streams} streams flat out"),
        );
        let mut add =
            |name, what: &str, measured: &Measured, beside: &Measured, figure: Figure, goal| {
                report.add(Row {
                    name,
                    what: format!("{what}, {}", figure.what),
                    unit: figure.unit,
                    measured: Figures::new(ours.name, (figure.of)(measured).clone()),
                    beside: Figures::new(theirs.name, (figure.of)(beside).clone()),
                    goal,
                });
            };
        let [paced, paced_p50, paced_p99, flat, flat_p50, flat_p99] = self.rows;
        let (one, other) = (&ours.paced, &theirs.paced);
        add(
            paced,
            &at_20,
            one,
            other,
            DELIVERIES,
            Goal::AtLeast(self.paced),
        );
        add(paced_p50, &at_20, one, other, P50, Goal::None);
        add(paced_p99, &at_20, one, other, P99, Goal::AtMost(1.2));
        let (one, other) = (&ours.flat_out, &theirs.flat_out);
        add(
            flat,
            &flat_out,
            one,
            other,
            DELIVERIES,
            Goal::AtLeast(self.flat_out),
        );
        add(flat_p50, &flat_out, one, other, P50, Goal::None);
        add(flat_p99, &flat_out, one, other, P99, Goal::None);
    }
}

/// One of the figures of [`Measured`].
#[derive(Clone, Copy)]
struct Figure {
    what: &'static str,
    unit: &'static str,
    of: fn(&Measured) -> &Vec<f64>,
}

const DELIVERIES: Figure = Figure {
    what: "deliveries a second of the server's processor time",
    unit: "/s",
    of: |measured| &measured.deliveries,
};
const P50: Figure = Figure {
    what: "p50",
    unit: "ms",
    of: |measured| &measured.p50,
};
const P99: Figure = Figure {
    what: "p99",
    unit: "ms",
    of: |measured| &measured.p99,
};

impl Contender {
    async fn vestnik(streams: usize) -> (Self, ReplicaProcess) {
        let database = durable_database().await;
        let (chat_id, sender, members) = chat_of(&database, streams.min(MEMBERS)).await;
        let replica = replica(&database).await;
        let mut generator = Generator::new();
        let openings = (0..streams)
            .map(|n| stream(&replica, &members[n % members.len()]))
            .collect();
        block_in_place(|| generator.open(openings, 64));
        for _ in 0..PUBLISHERS {
            generator.add_sender(replica.address(), send(chat_id, &sender));
        }
        let contender = Self::new("Vestnik", replica.tree(), generator, streams);
        (contender, replica)
    }

    async fn nchan(streams: usize) -> (Self, Nchan) {
        let nchan = Nchan::start().await;
        let mut generator = Generator::new();
        let openings = (0..streams).map(|_| nchan.stream()).collect();
        block_in_place(|| generator.open(openings, 64));
        for _ in 0..PUBLISHERS {
            generator.add_sender(nchan.address, Nchan::publish(&frame_data()));
        }
        let contender = Self::new("nchan", nchan.processes(), generator, streams);
        (contender, nchan)
    }

    fn new(
        name: &'static str,
        server: ProcessTree,
        mut generator: Generator,
        streams: usize,
    ) -> Self {
        block_in_place(|| {
            generator.settle(SILENCE);
            generator.run(PACED, WARM_UP, streams);
        });
        Self {
            name,
            server,
            generator,
            streams,
            paced: Measured::default(),
            flat_out: Measured::default(),
        }
    }

    fn round(&mut self, pace: Pace, lasting: Duration) {
        let before = self.server.processor_time();
        let outcome = block_in_place(|| self.generator.run(pace, lasting, self.streams));
        let used = self.server.processor_time().saturating_sub(before);
        let measured = match pace {
            Pace::PerSecond(_) => &mut self.paced,
            Pace::FlatOut { .. } => &mut self.flat_out,
        };
        println!(
            "{}, {} streams, {pace:?}: {} messages, {} deliveries in {used:.2?} of processor time, {:.1?}",
            self.name,
            self.streams,
            outcome.answered.len(),
            outcome.delivered.len(),
            outcome.elapsed,
        );
        measured.add(outcome, used);
    }
}

impl Measured {
    fn add(&mut self, mut outcome: Outcome, used: Duration) {
        self.deliveries
            .push(outcome.delivered.len() as f64 / used.as_secs_f64());
        self.p50.push(percentile(&mut outcome.delivered, 50));
        self.p99.push(percentile(&mut outcome.delivered, 99));
    }
}

/// What nchan publishes: as long as the data of our frame.
fn frame_data() -> String {
    format!(
        "{{\"chat_id\":1001,\"message\":{{\"id\":20001,\"sender_id\":1,\"content\":\"{}\",\
         \"is_deleted\":false,\"created_at\":\"2026-01-01T12:00:00.000000Z\"}}}}",
        text()
    )
}

/// A chat with so many members besides its teacher, who sends.
async fn chat_of(database: &TestDatabase, members: usize) -> (i64, Person, Vec<Person>) {
    let pair = database.pair().await;
    let members = database.crowd("member", members).await;
    database.add_members(pair.chat_id, &members).await;
    (pair.chat_id, pair.teacher, members)
}

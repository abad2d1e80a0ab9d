//! What an idle stream costs: memory, and the time to open it.

use std::time::{Duration, Instant};

use support::load::{Generator, Opening};
use support::report::{Figures, Goal, Report, Row};
use support::{Person, ProcessTree};
use tokio::task::block_in_place;

use crate::peers::Nchan;
use crate::servers::{durable_database, replica, stream, websocket};
use crate::settings::Settings;

const STREAMS: usize = 10_000;
const USERS: usize = 1_000;
/// How many are opened at once.
const AT_ONCE: usize = 64;
/// Opened and closed beforehand: what the allocator and the runtime need is there by then.
const WARM_UP: usize = 500;
/// Memory that changes by less during a while has come to rest.
const JITTER: u64 = 256 * 1024;
const WHILE: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(20);

/// What opening and holding streams of one server took.
#[derive(Default)]
struct Measured {
    /// Seconds until all were open.
    opened: Vec<f64>,
    /// Bytes of each.
    each: Vec<f64>,
    /// Bytes of the server before, and after all streams were closed.
    at_rest: Vec<[f64; 2]>,
}

pub async fn run(settings: &Settings, report: &mut Report) {
    let database = durable_database().await;
    let pairs = database.pairs(USERS / 2).await;
    let people: Vec<&Person> = pairs
        .iter()
        .flat_map(|pair| [&pair.teacher, &pair.student])
        .collect();
    let mut streams = Compared::default();
    let mut sockets = Compared::default();
    for _ in 0..settings.rounds {
        let nchan = Nchan::start().await;
        streams.theirs.round(nchan.processes(), |_| nchan.stream());
        drop(nchan);
        let vestnik = replica(&database).await;
        let open = |n: usize| stream(&vestnik, people[n % USERS]);
        streams.ours.round(vestnik.tree(), open);
        drop(vestnik);
        let nchan = Nchan::start().await;
        let open = |_| nchan.websocket();
        sockets.theirs.round(nchan.processes(), open);
        drop(nchan);
        let vestnik = replica(&database).await;
        let open = |n: usize| websocket(&vestnik, people[n % USERS]);
        sockets.ours.round(vestnik.tree(), open);
    }
    let (memory, time) = (Goal::AtMost(0.6), Goal::AtMost(2.0));
    streams.report(
        report,
        ["idle.stream", "open.stream"],
        "streams",
        memory,
        time,
    );
    let (memory, time) = (Goal::None, Goal::None);
    sockets.report(
        report,
        ["idle.websocket", "open.websocket"],
        "WebSockets",
        memory,
        time,
    );
    for (name, measured) in [("Vestnik", &streams.ours), ("nchan", &streams.theirs)] {
        let [before, after] = measured.at_rest.last().expect("a round");
        let mut note = |what: &str, bytes: f64| {
            report.note(
                &format!("{name}'s memory {what}"),
                bytes / 1_048_576.0,
                "MiB",
            );
        };
        note("before 10,000 streams", *before);
        note("after they closed", *after);
    }
}

/// Vestnik and nchan.
#[derive(Default)]
struct Compared {
    ours: Measured,
    theirs: Measured,
}

impl Compared {
    fn report(
        &self,
        report: &mut Report,
        names: [&'static str; 2],
        what: &str,
        memory: Goal,
        time: Goal,
    ) {
        let (ours, theirs) = (&self.ours, &self.theirs);
        report.add(Row {
            name: names[0],
            what: format!("idle {what}, memory of each"),
            unit: "B",
            measured: Figures::new("Vestnik", ours.each.clone()),
            beside: Figures::new("nchan", theirs.each.clone()),
            goal: memory,
        });
        report.add(Row {
            name: names[1],
            what: format!("10,000 {what} opened, authenticated"),
            unit: "s",
            measured: Figures::new("Vestnik", ours.opened.clone()),
            beside: Figures::new("nchan, not authenticated", theirs.opened.clone()),
            goal: time,
        });
    }
}

impl Measured {
    fn round(&mut self, server: ProcessTree, opening: impl Fn(usize) -> Opening) {
        let open = |count: usize| {
            let mut generator = Generator::new();
            let elapsed = generator.open((0..count).map(&opening).collect(), AT_ONCE);
            (generator, elapsed)
        };
        block_in_place(|| {
            drop(open(WARM_UP));
            let before = memory_at_rest(server, &mut Generator::new());
            let (mut streams, elapsed) = open(STREAMS);
            let during = memory_at_rest(server, &mut streams);
            drop(streams);
            let after = memory_at_rest(server, &mut Generator::new());
            println!(
                "opened in {elapsed:.2?}, {} MiB → {} MiB → {} MiB",
                before >> 20,
                during >> 20,
                after >> 20
            );
            self.opened.push(elapsed.as_secs_f64());
            self.each
                .push(during.saturating_sub(before) as f64 / STREAMS as f64);
            self.at_rest.push([before as f64, after as f64]);
        });
    }
}

/// A server's memory once it stays as it is; reads its streams meanwhile.
fn memory_at_rest(server: ProcessTree, streams: &mut Generator) -> u64 {
    let began = Instant::now();
    let mut memory = server.memory();
    loop {
        streams.settle(WHILE);
        let now = server.memory();
        if now.abs_diff(memory) < JITTER || began.elapsed() > LONGEST {
            return now;
        }
        memory = now;
    }
}

//! What a run tells: its seed first, a table at the end.
//!
//! Written past the test runner, which would keep it to itself unless the run failed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use super::audit::Findings;

/// Says a line, at once.
pub fn print_line(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// How often each fault was injected, and what it did.
pub struct Report {
    started: Instant,
    faults: BTreeMap<&'static str, Times>,
}

#[derive(Default)]
struct Times {
    count: usize,
    pause: Duration,
    recovery: Duration,
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Totals {
    /// Writes that were acknowledged.
    pub acknowledged: u64,
    /// Sends answered by 503.
    pub refused: u64,
    /// Sends that got no answer.
    pub unanswered: u64,
    /// Acknowledgements of what an earlier attempt had stored.
    pub repeated: u64,
    /// Events given to subscribers.
    pub delivered: usize,
    /// How many subscribers there were.
    pub subscribers: usize,
    /// How often a stream was opened again.
    pub reconnects: usize,
    /// How often a subscriber was told that the log is another one.
    pub resets: usize,
    /// The length of the log.
    pub events: usize,
}

impl Report {
    /// A report that begins now.
    pub fn begin(title: &str, seed: u64) -> Self {
        print_line(format_args!("\n{title}: SOAK_SEED={seed}"));
        Self {
            started: Instant::now(),
            faults: BTreeMap::new(),
        }
    }

    /// Notes a fault: for how long nothing was acknowledged, and how long after its cause was
    /// gone all was well again.
    pub fn note(&mut self, fault: &'static str, pause: Duration, recovery: Duration) {
        let times = self.faults.entry(fault).or_default();
        times.count += 1;
        times.pause = times.pause.max(pause);
        times.recovery = times.recovery.max(recovery);
    }

    /// Whether so many kinds of fault were injected.
    pub fn has_seen(&self, kinds: usize) -> bool {
        self.faults.len() >= kinds
    }

    /// How long it has been going on.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Says it all.
    pub fn end(&self, totals: &Totals, findings: &Findings) {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{:<52} {:>5} {:>14} {:>12}",
            "fault", "times", "longest pause", "well again"
        );
        for (fault, times) in &self.faults {
            let _ = writeln!(
                text,
                "{fault:<52} {:>5} {:>12.1} s {:>10.1} s",
                times.count,
                times.pause.as_secs_f64(),
                times.recovery.as_secs_f64()
            );
        }
        let Totals {
            acknowledged,
            refused,
            unanswered,
            repeated,
            delivered,
            subscribers,
            reconnects,
            resets,
            events,
        } = totals;
        let _ = writeln!(
            text,
            "acknowledged {acknowledged}, answered 503 {refused}, not answered {unanswered}, \
             acknowledged as repeated {repeated}; the log has {events} events"
        );
        let _ = writeln!(
            text,
            "delivered {delivered} to {subscribers} subscribers, who came back {reconnects} \
             times and were reset {resets} times"
        );
        let Findings {
            lost,
            duplicated,
            out_of_order,
            wrong,
            broken,
            given_up,
            ..
        } = findings;
        let _ = writeln!(
            text,
            "lost {lost}, duplicated {duplicated}, out of order {out_of_order}, wrong {wrong}; \
             rows of audit.verify() and verify_hashes() {}; given up with the tail of a primary \
             that had no synchronous standby {given_up}",
            broken.len()
        );
        for line in broken.iter().chain(&findings.examples) {
            let _ = writeln!(text, "  {line}");
        }
        let _ = write!(text, "in {:.0} s", self.started.elapsed().as_secs_f64());
        print_line(text);
    }
}

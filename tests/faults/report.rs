//! The report of a run: its seed first, a table at the end.
//!
//! Bypasses the test runner, which captures output of passing tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use super::audit::Findings;

/// Prints a line immediately.
pub fn print_line(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// How often each fault was injected, and how long it lasted.
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
    /// Acknowledged writes.
    pub acknowledged: u64,
    /// Sends answered by 503.
    pub refused: u64,
    /// Sends without an answer.
    pub unanswered: u64,
    /// Acknowledgements of writes that an earlier attempt had stored.
    pub repeated: u64,
    /// Events delivered to subscribers.
    pub delivered: usize,
    pub subscribers: usize,
    pub reconnects: usize,
    pub resets: usize,
    /// The length of the log.
    pub events: usize,
    /// The kinds of acknowledged writes.
    pub kinds: BTreeSet<&'static str>,
}

impl Report {
    /// Starts a report and prints the seed.
    pub fn begin(title: &str, seed: u64) -> Self {
        print_line(format_args!("\n{title}: SOAK_SEED={seed}"));
        Self {
            started: Instant::now(),
            faults: BTreeMap::new(),
        }
    }

    /// Records a fault: the longest time without an acknowledgement, and the time from the removal
    /// of its cause to recovery.
    pub fn add_fault(&mut self, fault: &'static str, pause: Duration, recovery: Duration) {
        let times = self.faults.entry(fault).or_default();
        times.count += 1;
        times.pause = times.pause.max(pause);
        times.recovery = times.recovery.max(recovery);
    }

    /// Whether at least this many kinds of faults were injected.
    pub fn has_seen(&self, kinds: usize) -> bool {
        self.faults.len() >= kinds
    }

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Prints the table and the totals.
    pub fn end(&self, totals: &Totals, findings: &Findings) {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{:<52} {:>5} {:>14} {:>12}",
            "fault", "times", "longest pause", "recovered in"
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
            kinds,
        } = totals;
        let _ = writeln!(
            text,
            "acknowledged {acknowledged}, answered 503 {refused}, not answered {unanswered}, \
             acknowledged as repeated {repeated}; the log has {events} events, \
             {} kinds were acknowledged",
            kinds.len()
        );
        let _ = writeln!(
            text,
            "delivered {delivered} to {subscribers} subscribers, which reconnected \
             {reconnects} times and were reset {resets} times"
        );
        let Findings {
            lost,
            duplicated,
            out_of_order,
            wrong,
            broken,
            lost_in_failover,
            ..
        } = findings;
        let _ = writeln!(
            text,
            "lost {lost}, duplicated {duplicated}, out of order {out_of_order}, wrong {wrong}; \
             rows of audit.verify() and verify_hashes() {}; lost with a primary that had no \
             synchronous standby {lost_in_failover}",
            broken.len()
        );
        for line in broken.iter().chain(&findings.examples) {
            let _ = writeln!(text, "  {line}");
        }
        let _ = write!(text, "in {:.0} s", self.started.elapsed().as_secs_f64());
        print_line(text);
    }
}

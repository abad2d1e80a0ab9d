//! What the system knows of a process and its descendants.

use std::collections::HashMap;
use std::time::Duration;

use rustix::process::Pid;

/// A server, which may consist of several processes.
#[derive(Clone, Copy)]
pub struct ProcessTree(i32);

/// The fields of `/proc/PID/stat` that are used here.
struct Stat {
    parent: i32,
    /// Processor time of the process and of its children that have ended.
    ticks: u64,
}

impl ProcessTree {
    pub fn of(root: Pid) -> Self {
        Self(root.as_raw_nonzero().get())
    }

    /// User and system time of all processes, those that have ended included, to ten milliseconds
    /// each.
    pub fn processor_time(self) -> Duration {
        let ticks: u64 = self.processes().map(|(_, stat)| stat.ticks).sum();
        Duration::from_millis(10 * ticks)
    }

    /// Memory in bytes; a page that several processes share counts once.
    pub fn memory(self) -> u64 {
        self.processes()
            .filter_map(|(pid, _)| proportional_set_size(pid))
            .sum()
    }

    fn processes(self) -> impl Iterator<Item = (i32, Stat)> {
        let all: HashMap<i32, Stat> = stats().collect();
        let parents: HashMap<i32, i32> =
            all.iter().map(|(pid, stat)| (*pid, stat.parent)).collect();
        all.into_iter().filter(move |(pid, _)| {
            let mut ancestors = std::iter::successors(Some(*pid), |pid| parents.get(pid).copied());
            ancestors.any(|pid| pid == self.0)
        })
    }
}

fn stats() -> impl Iterator<Item = (i32, Stat)> {
    let entries = std::fs::read_dir("/proc")
        .expect("/proc is mounted")
        .flatten();
    entries.filter_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        Some((pid, stat(pid)?))
    })
}

/// `None` if the process has ended.
fn stat(pid: i32) -> Option<Stat> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let times = fields.get(11..15)?.iter();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        ticks: times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum(),
    })
}

fn proportional_set_size(pid: i32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

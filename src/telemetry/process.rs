//! What every process has to say of itself, under the names that Prometheus's own clients use.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use ::metrics::{Counter, Gauge, gauge};

use crate::telemetry::metrics;

/// The gauges of this process.
struct Process {
    memory: Gauge,
    cpu: Gauge,
    files: Gauge,
    dropped_lines: Counter,
}

static PROCESS: LazyLock<Process> = LazyLock::new(|| {
    let build = "vestnik_build_info";
    ::metrics::describe_gauge!(build, "Always 1; the version is the label");
    gauge!(build, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let started = metrics::gauge(
        "process_start_time_seconds",
        "When the process started, since 1970",
    );
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    started.set(now.unwrap_or_default().as_secs_f64());
    Process {
        memory: metrics::gauge("process_resident_memory_bytes", "Resident memory"),
        cpu: metrics::gauge("process_cpu_seconds_total", "CPU time used so far"),
        files: metrics::gauge(
            "process_open_fds",
            "Open file descriptors, sockets included",
        ),
        dropped_lines: metrics::counter(
            "vestnik_log_lines_dropped_total",
            "Log lines that nobody took in time",
        ),
    }
});

/// Looks at the process. Where there is no `/proc`, what would stand there is not told.
pub fn refresh() {
    let process = &*PROCESS;
    process.dropped_lines.absolute(super::dropped_lines());
    if let Some(bytes) = resident_memory() {
        process.memory.set(bytes);
    }
    if let Some(seconds) = cpu_seconds() {
        process.cpu.set(seconds);
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        process.files.set(files.count() as f64);
    }
}

/// The second field of `statm`, in pages.
fn resident_memory() -> Option<f64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as f64)
}

/// The fields `utime` and `stime` of `stat`, in ticks. A program's name may have spaces and
/// parentheses in it, so fields are counted from the last one.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11).map(str::parse::<f64>);
    let ticks = times.next()?.ok()? + times.next()?.ok()?;
    Some(ticks / rustix::param::clock_ticks_per_second() as f64)
}
